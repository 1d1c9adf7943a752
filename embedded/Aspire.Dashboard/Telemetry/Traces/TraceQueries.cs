using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>Selects, orders and cuts the list of traces.</summary>
internal static class TraceQueries
{
    internal static TracePage Page(TraceSnapshot[] traces, TraceQuery query)
    {
        var matches = Select(traces, query);
        var longest = matches.Count == 0 ? 0 : matches.Max(static trace => trace.Summary.DurationNanos);
        return new TracePage([.. Cut(matches, query).Select(static trace => trace.Summary)], matches.Count, UnixNanos.ToTimeSpan(longest));
    }

    internal static IReadOnlyList<IReadOnlyList<Span>> Spans(TraceSnapshot[] traces, TraceQuery query) =>
        [.. Cut(Select(traces, query), query).Select(static trace => (IReadOnlyList<Span>)trace.SpanList)];

    private static List<TraceSnapshot> Select(TraceSnapshot[] traces, TraceQuery query)
    {
        var matcher = new TraceMatcher(query);
        var matches = new List<TraceSnapshot>();
        foreach (var trace in traces)
        {
            if (matcher.Matches(trace))
                matches.Add(trace);
        }

        // The id breaks ties, so that pages of an unchanged list fit together.
        Comparison<TraceSnapshot> ascending = query.Sort switch
        {
            TraceSort.Duration => static (a, b) => Compare(a.Summary.DurationNanos, b.Summary.DurationNanos, a, b),
            _ => static (a, b) => Compare(a.Summary.StartNanos, b.Summary.StartNanos, a, b),
        };
        matches.Sort(query.Descending ? (a, b) => ascending(b, a) : ascending);
        return matches;
    }

    private static int Compare(ulong a, ulong b, TraceSnapshot traceA, TraceSnapshot traceB) =>
        a != b ? a.CompareTo(b) : traceA.TraceId.Value.CompareTo(traceB.TraceId.Value);

    private static List<TraceSnapshot> Cut(List<TraceSnapshot> matches, TraceQuery query)
    {
        var skip = Math.Clamp(query.Skip, 0, matches.Count);
        return matches.GetRange(skip, Math.Clamp(query.Take, 0, matches.Count - skip));
    }
}
