using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Api;

/// <summary>Finds what a request to the telemetry API asks for.</summary>
internal sealed class TelemetryApiReader(ITelemetryStore store)
{
    /// <summary>The first of the asked resources that has never sent anything; null if all are known.</summary>
    internal string? UnknownResource(TelemetryApiQuery query)
    {
        if (query.Resources.Count == 0)
            return null;
        var known = store.GetResources();
        return query.Resources.FirstOrDefault(name => !known.Any(summary => TelemetryApiQuery.IsNamed(summary.Resource, name)));
    }

    /// <summary>Spans stored after the given one, in the order of their arrival.</summary>
    internal List<Span> Spans(TelemetryApiQuery query, long afterSequence)
    {
        var traces = query.TraceId is { } traceId
            ? store.GetTrace(traceId) is { } trace ? [[.. trace.Nodes.Select(static node => node.Span)]] : []
            : store.QuerySpans(new TraceQuery { Take = int.MaxValue, Descending = false });
        var spans = traces
            .SelectMany(static trace => trace)
            .Where(span => span.Sequence > afterSequence
                && query.Selects(span.Resource)
                && (query.HasError is not { } hasError || span.IsError == hasError)
                && (string.IsNullOrWhiteSpace(query.Search) || SpanFields.ContainsText(span, query.Search)))
            .ToList();
        spans.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return spans;
    }

    /// <summary>The spans of each trace in which an asked resource takes part, oldest trace first.</summary>
    internal List<IReadOnlyList<Span>> Traces(TelemetryApiQuery query) =>
    [
        .. store.QuerySpans(new TraceQuery { HasErrors = query.HasError, Text = query.Search, Take = int.MaxValue, Descending = false })
            .Where(trace => trace.Any(span => query.Selects(span.Resource))),
    ];

    /// <summary>Log records stored after the given one, by time.</summary>
    internal List<LogEntry> Logs(TelemetryApiQuery query, long afterSequence) =>
    [
        .. store.QueryLogs(new LogQuery
        {
            TraceId = query.TraceId,
            MinSeverity = query.MinSeverity,
            Text = query.Search,
            AfterSequence = afterSequence,
            Take = int.MaxValue,
        }).Items.Where(entry => query.Selects(entry.Resource)),
    ];
}
