using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>Decides whether a record satisfies a <see cref="LogQuery"/>.</summary>
internal sealed class LogMatcher(LogQuery query)
{
    private readonly string[] _words = query.Text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    internal bool Matches(LogEntry entry)
    {
        if (entry.Sequence <= query.AfterSequence)
            return false;
        if (query.MinSeverity is { } severity && entry.Severity < severity)
            return false;
        if (query.TraceId is { } traceId && entry.TraceId != traceId)
            return false;
        if (query.SpanId is { } spanId && entry.SpanId != spanId)
            return false;
        if (query.Resource is { } resource && !resource.Selects(entry.Resource.Key))
            return false;
        if (query.From is { } from && entry.Time < from)
            return false;
        if (query.To is { } to && entry.Time >= to)
            return false;
        foreach (var filter in query.Filters)
        {
            if (filter.MatchesPositively(LogFields.Read(entry, filter.Field)) == filter.IsNegative)
                return false;
        }
        foreach (var word in _words)
        {
            if (!LogFields.ContainsText(entry, word))
                return false;
        }
        return true;
    }
}
