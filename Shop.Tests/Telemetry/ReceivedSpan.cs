using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Shop.Tests.Telemetry;

/// <summary>A span as it arrived: ids in lower-case hex, attributes as text.</summary>
public sealed record ReceivedSpan(
    string Service,
    string Scope,
    string Name,
    Span.Types.SpanKind Kind,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> LinkedTraceIds)
{
    internal static ReceivedSpan From(string service, string scope, Span span) => new(
        service,
        scope,
        span.Name,
        span.Kind,
        Convert.ToHexStringLower(span.TraceId.Span),
        Convert.ToHexStringLower(span.SpanId.Span),
        Convert.ToHexStringLower(span.ParentSpanId.Span),
        span.Attributes.ToDictionary(attribute => attribute.Key, attribute => Text(attribute.Value)),
        [.. span.Links.Select(link => Convert.ToHexStringLower(link.TraceId.Span))]);

    internal static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        _ => value.ToString(),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Service}: {Name} ({Kind})";
}
