using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>
/// A trace at one moment. It shares the array of the stored trace, which is only ever appended to, so taking a snapshot
/// copies nothing; what is computed from it is computed once, by the first reader.
/// </summary>
internal sealed class TraceSnapshot(TraceId traceId, Span[] spans, int count)
{
    private TraceSummary? _summary;

    internal TraceId TraceId { get; } = traceId;

    /// <summary>The spans in the order of their arrival.</summary>
    internal ReadOnlySpan<Span> Spans => spans.AsSpan(0, count);

    internal ArraySegment<Span> SpanList => new(spans, 0, count);

    internal TraceSummary Summary => _summary ??= Summarize();

    private TraceSummary Summarize()
    {
        Span? root = null;
        var first = spans[0];
        var (start, end) = (ulong.MaxValue, ulong.MinValue);
        var (errors, lastSequence) = (0, 0L);
        var parts = new List<(TelemetryResource Resource, ulong Start, int Spans, int Errors)>();
        foreach (var span in Spans)
        {
            if (span.ParentSpanId.IsNone && (root is null || span.StartNanos < root.StartNanos))
                root = span;
            if (span.StartNanos < first.StartNanos)
                first = span;
            start = Math.Min(start, span.StartNanos);
            end = Math.Max(end, span.EndNanos);
            lastSequence = Math.Max(lastSequence, span.Sequence);
            var error = span.IsError ? 1 : 0;
            errors += error;

            var place = parts.FindIndex(part => ReferenceEquals(part.Resource, span.Resource));
            if (place < 0)
            {
                parts.Add((span.Resource, span.StartNanos, 1, error));
            }
            else
            {
                var part = parts[place];
                parts[place] = (part.Resource, Math.Min(part.Start, span.StartNanos), part.Spans + 1, part.Errors + error);
            }
        }
        return new TraceSummary
        {
            TraceId = TraceId,
            FirstSpan = root ?? first,
            HasRoot = root is not null,
            SpanCount = count,
            ErrorCount = errors,
            Resources = [.. parts.OrderBy(part => part.Start).Select(part => new TraceResource(part.Resource, part.Spans, part.Errors))],
            StartNanos = start,
            EndNanos = end,
            LastSequence = lastSequence,
        };
    }
}
