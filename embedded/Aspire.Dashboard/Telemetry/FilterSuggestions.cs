using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Queries;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Telemetry;

/// <summary>What to offer somebody who makes a filter: the fields there are, and the values a field has.</summary>
internal static class FilterSuggestions
{
    private const int MaxValues = 100;

    internal static IReadOnlyList<string> Fields(TelemetryKinds kind, TraceStore traces, LogStore logs, ResourceKey? resource)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (kind == TelemetryKinds.Traces)
        {
            foreach (var span in Spans(traces).Where(span => resource?.Selects(span.Resource.Key) != false))
                AddKeys(keys, span.Attributes);
        }
        else
        {
            foreach (var entry in logs.Snapshot().Where(entry => resource?.Selects(entry.Resource.Key) != false))
                AddKeys(keys, entry.Attributes);
        }
        return [.. kind == TelemetryKinds.Traces ? KnownFields.OfSpans : KnownFields.OfLogs, .. keys.Order(StringComparer.OrdinalIgnoreCase)];
    }

    internal static IReadOnlyList<string> Values(TelemetryKinds kind, string field, TraceStore traces, LogStore logs)
    {
        var texts = kind == TelemetryKinds.Traces
            ? Spans(traces).Select(span => SpanFields.Read(span, field))
            : logs.Snapshot().Select(entry => LogFields.Read(entry, field));
        return
        [
            .. texts.OfType<string>()
                .CountBy(static text => text)
                .OrderByDescending(static pair => pair.Value)
                .ThenBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase)
                .Take(MaxValues)
                .Select(static pair => pair.Key),
        ];
    }

    private static IEnumerable<Span> Spans(TraceStore traces) => traces.Snapshot().SelectMany(static trace => trace.SpanList);

    private static void AddKeys(HashSet<string> keys, TelemetryAttribute[] attributes)
    {
        foreach (ref readonly var attribute in attributes.AsSpan())
            keys.Add(attribute.Key);
    }
}
