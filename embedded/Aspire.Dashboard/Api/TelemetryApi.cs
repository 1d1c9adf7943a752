using Aspire.Dashboard.Hosting;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Api;

/// <summary>
/// <c>/api/telemetry</c>: what the pages show, as OTLP JSON for scripts and tests. Answers hold the latest records in
/// ascending time, with <c>totalCount</c> saying how many match.
/// </summary>
internal static class TelemetryApi
{
    internal const string ApiKeyHeader = "x-api-key";

    private const int DefaultLimit = 200;
    private const int DefaultTraceLimit = 100;

    internal static IServiceCollection AddTelemetryApi(this IServiceCollection services)
    {
        services.AddSingleton<TelemetryApiReader>();
        services.AddSingleton<TelemetryFollower>();
        return services;
    }

    /// <summary>Maps nothing where the API is switched off, so that its paths are like any unknown one.</summary>
    internal static IEndpointRouteBuilder MapTelemetryApi(this IEndpointRouteBuilder app)
    {
        var options = app.ServiceProvider.GetRequiredService<DashboardOptions>().Api;
        if (!options.Enabled)
            return app;

        var keys = options.AuthMode == ApiAuthMode.ApiKey ? new Secrets(options.PrimaryApiKey, options.SecondaryApiKey) : null;
        var group = app.MapGroup("/api/telemetry").WithMetadata(PublicEndpoint.Instance);
        group.AddEndpointFilter(async (context, next) =>
            keys?.Accepts(context.HttpContext.Request.Headers[ApiKeyHeader]) == false
                ? Results.Problem(statusCode: StatusCodes.Status401Unauthorized, detail: $"The header {ApiKeyHeader} is missing or wrong.")
                : await next(context));
        group.MapGet("/resources", GetResources);
        group.MapGet("/spans", GetSpans);
        group.MapGet("/logs", GetLogs);
        group.MapGet("/traces", GetTraces);
        group.MapGet("/traces/{traceId}", GetTrace);
        return app;
    }

    private static IResult GetResources(ITelemetryStore store) =>
        Results.Json(store.GetResources().Select(ApiResource.From).ToArray(), ApiJson.Default.ApiResourceArray);

    private static IResult GetSpans(HttpRequest request, TelemetryApiReader reader, TelemetryFollower follower)
    {
        var query = TelemetryApiQuery.Read(request, DefaultLimit);
        if (Refuse(query, reader) is { } refusal)
            return refusal;
        if (query.Follow)
            return follower.Follow(TelemetryKinds.Traces, after => reader.Spans(query, after), static span => span.Sequence, OtlpJsonWriter.WriteSpans);
        var spans = reader.Spans(query, -1);
        spans.Sort(static (a, b) => a.StartNanos.CompareTo(b.StartNanos));
        var latest = spans.TakeLast(query.Limit).ToList();
        return new OtlpJsonResult(json => OtlpJsonWriter.WriteSpans(json, latest), spans.Count, latest.Count);
    }

    private static IResult GetLogs(HttpRequest request, TelemetryApiReader reader, TelemetryFollower follower)
    {
        var query = TelemetryApiQuery.Read(request, DefaultLimit);
        if (Refuse(query, reader) is { } refusal)
            return refusal;
        if (query.Follow)
            return follower.Follow(TelemetryKinds.Logs, after => reader.Logs(query, after), static entry => entry.Sequence, OtlpJsonWriter.WriteLogs);
        var logs = reader.Logs(query, -1);
        var latest = logs.TakeLast(query.Limit).ToList();
        return new OtlpJsonResult(json => OtlpJsonWriter.WriteLogs(json, latest), logs.Count, latest.Count);
    }

    private static IResult GetTraces(HttpRequest request, TelemetryApiReader reader)
    {
        var query = TelemetryApiQuery.Read(request, DefaultTraceLimit);
        if (Refuse(query, reader) is { } refusal)
            return refusal;
        var traces = reader.Traces(query);
        var latest = traces.TakeLast(query.Limit).ToList();
        return new OtlpJsonResult(json => OtlpJsonWriter.WriteSpans(json, latest.SelectMany(static trace => trace)), traces.Count, latest.Count);
    }

    private static IResult GetTrace(string traceId, ITelemetryStore store)
    {
        if (!TraceId.TryParse(traceId, out var id))
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["traceId"] = ["must be 32 hex digits, not all zero"] });
        if (store.GetTrace(id) is not { } trace)
            return NotFound($"There is no trace {id}, or not any more.");
        return new OtlpJsonResult(json => OtlpJsonWriter.WriteSpans(json, trace.Nodes.Select(static node => node.Span)), trace.Nodes.Count, trace.Nodes.Count);
    }

    private static IResult? Refuse(TelemetryApiQuery query, TelemetryApiReader reader)
    {
        if (query.Errors.Count > 0)
            return Results.ValidationProblem(query.Errors);

        // Somebody who follows may well have asked before the resource has sent its first record.
        return !query.Follow && reader.UnknownResource(query) is { } name ? NotFound($"No resource named '{name}' has sent telemetry.") : null;
    }

    private static IResult NotFound(string detail) => Results.Problem(statusCode: StatusCodes.Status404NotFound, detail: detail);
}
