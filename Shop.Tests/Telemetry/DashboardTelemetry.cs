using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Tests.Telemetry;

/// <summary>What the services have sent, read from the dashboard by its telemetry API: OTLP as JSON.</summary>
public sealed class DashboardTelemetry : IDisposable
{
    // By itself the dashboard answers with the last 200.
    private const string Everything = "limit=2147483647";

    // What a whole suite has sent takes the dashboard most of a minute to write down.
    private const string Latest = "limit=20000";

    private readonly HttpClient _dashboard;

    /// <summary>Reads from a dashboard.</summary>
    /// <param name="dashboard">Its address.</param>
    /// <param name="apiKey">The key of its telemetry API.</param>
    public DashboardTelemetry(Uri dashboard, string apiKey)
    {
        _dashboard = new HttpClient { BaseAddress = dashboard };
        _dashboard.DefaultRequestHeaders.Add("x-api-key", apiKey);
    }

    /// <summary>The spans that were received last, very many of them.</summary>
    public Task<IReadOnlyList<ReceivedSpan>> LatestSpansAsync() => ReadSpansAsync($"api/telemetry/spans?{Latest}");

    /// <summary>Every span of a trace received so far.</summary>
    /// <param name="traceId">The trace's id, in lower-case hex.</param>
    public Task<IReadOnlyList<ReceivedSpan>> SpansOfAsync(string traceId) => ReadSpansAsync($"api/telemetry/spans?{Everything}&traceId={traceId}");

    /// <summary>Every span of a name received so far.</summary>
    /// <param name="name">The whole name.</param>
    public async Task<IReadOnlyList<ReceivedSpan>> SpansNamedAsync(string name) =>
        [.. (await ReadSpansAsync($"api/telemetry/spans?{Everything}&search={Uri.EscapeDataString($"name:\"{name}\"")}")).Where(span => span.Name == name)];

    /// <summary>Every log record received so far.</summary>
    public async Task<IReadOnlyList<ReceivedLog>> LogsAsync()
    {
        var data = await ReadAsync($"api/telemetry/logs?{Everything}");
        return
        [
            .. from resource in data.ResourceLogs ?? []
               from scope in resource.ScopeLogs ?? []
               from record in scope.LogRecords ?? []
               select new ReceivedLog(ServiceOf(resource.Resource), Text(record.Body), record.TraceId ?? ""),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _dashboard.Dispose();

    private async Task<IReadOnlyList<ReceivedSpan>> ReadSpansAsync(string path)
    {
        var data = await ReadAsync(path);
        return
        [
            .. from resource in data.ResourceSpans ?? []
               from scope in resource.ScopeSpans ?? []
               from span in scope.Spans ?? []
               select new ReceivedSpan(
                   ServiceOf(resource.Resource),
                   scope.Scope?.Name ?? "",
                   span.Name ?? "",
                   KindOf(span.Kind),
                   span.TraceId ?? "",
                   span.SpanId ?? "",
                   span.ParentSpanId ?? "",
                   (span.Attributes ?? []).ToDictionary(attribute => attribute.Key, attribute => Text(attribute.Value)),
                   [.. (span.Links ?? []).Select(link => link.TraceId ?? "")]),
        ];
    }

    private async Task<Data> ReadAsync(string path) =>
        (await _dashboard.GetFromJsonAsync<Answer>(path, TestContext.Current.CancellationToken))?.Data
        ?? throw new InvalidOperationException($"The dashboard answered {path} without data.");

    private static string ServiceOf(Resource? resource) =>
        resource?.Attributes?.FirstOrDefault(attribute => attribute.Key == "service.name") is { } name ? Text(name.Value) : "unknown_service";

    // OTLP counts from one: zero is a span without a kind.
    private static ActivityKind KindOf(int? kind) => (ActivityKind)(Math.Max(kind ?? 1, 1) - 1);

    // A value is an object of one property, which is named after its type.
    private static string Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } typed
            ? typed.EnumerateObject().Select(property => property.Value.ToString()).FirstOrDefault("")
            : "";

    private sealed record Answer(Data? Data);

    private sealed record Data(IReadOnlyList<ResourceSpans>? ResourceSpans, IReadOnlyList<ResourceLogs>? ResourceLogs);

    private sealed record Resource(IReadOnlyList<Pair>? Attributes);

    private sealed record Pair(string Key, JsonElement? Value);

    private sealed record Scope(string? Name);

    private sealed record ResourceSpans(Resource? Resource, IReadOnlyList<ScopeSpans>? ScopeSpans);

    private sealed record ScopeSpans(Scope? Scope, IReadOnlyList<Span>? Spans);

    private sealed record Span(
        string? TraceId, string? SpanId, string? ParentSpanId, string? Name, int? Kind, IReadOnlyList<Pair>? Attributes, IReadOnlyList<Link>? Links);

    private sealed record Link(string? TraceId);

    private sealed record ResourceLogs(Resource? Resource, IReadOnlyList<ScopeLogs>? ScopeLogs);

    private sealed record ScopeLogs(IReadOnlyList<LogRecord>? LogRecords);

    private sealed record LogRecord(string? TraceId, JsonElement? Body);
}
