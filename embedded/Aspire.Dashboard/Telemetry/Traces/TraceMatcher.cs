using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>Decides whether a trace satisfies a <see cref="TraceQuery"/>; the rule stands there.</summary>
internal sealed class TraceMatcher(TraceQuery query)
{
    private readonly FieldFilter[] _wanted = [.. query.Filters.Where(filter => !filter.IsNegative)];
    private readonly FieldFilter[] _excluded = [.. query.Filters.Where(filter => filter.IsNegative)];
    private readonly string? _text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim();

    internal bool Matches(TraceSnapshot trace)
    {
        var summary = trace.Summary;
        if (query.HasErrors is { } errors && summary.HasErrors != errors)
            return false;
        if (query.MinDuration is { } min && summary.Duration < min)
            return false;
        if (query.MaxDuration is { } max && summary.Duration > max)
            return false;
        if (query.From is { } from && summary.StartTime < from)
            return false;
        if (query.To is { } to && summary.StartTime >= to)
            return false;
        return !AnySpan(trace, HasExcluded, _excluded.Length > 0) && AnySpan(trace, IsWanted, true);
    }

    private static bool AnySpan(TraceSnapshot trace, Func<Span, bool> condition, bool isNeeded)
    {
        if (!isNeeded)
            return false;
        foreach (var span in trace.Spans)
        {
            if (condition(span))
                return true;
        }
        return false;
    }

    private bool HasExcluded(Span span)
    {
        foreach (var filter in _excluded)
        {
            if (filter.MatchesPositively(SpanFields.Read(span, filter.Field)))
                return true;
        }
        return false;
    }

    private bool IsWanted(Span span)
    {
        if (query.Resource is { } resource && !resource.Selects(span.Resource.Key))
            return false;
        if (query.Kind is { } kind && span.Kind != kind)
            return false;
        foreach (var filter in _wanted)
        {
            if (!filter.MatchesPositively(SpanFields.Read(span, filter.Field)))
                return false;
        }
        return _text is null || SpanFields.ContainsText(span, _text);
    }
}
