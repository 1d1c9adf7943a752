using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// All that the pages and the telemetry API read. Every answer is a snapshot: it does not change afterwards, and taking it
/// holds up those who send telemetry for microseconds only.
/// </summary>
internal interface ITelemetryStore
{
    /// <summary>All known senders, by name and instance.</summary>
    IReadOnlyList<ResourceSummary> GetResources();

    /// <summary>A part of the list of traces that match.</summary>
    TracePage QueryTraces(TraceQuery query);

    /// <summary>One trace as a tree, or null if it is not, or no longer, stored.</summary>
    TraceDetail? GetTrace(TraceId traceId);

    /// <summary>The spans of the traces that match, one list per trace in the order of the query.</summary>
    IReadOnlyList<IReadOnlyList<Span>> QuerySpans(TraceQuery query);

    /// <summary>A part of the list of log records that match, by time.</summary>
    Page<LogEntry> QueryLogs(LogQuery query);

    /// <summary>The instruments of a resource (of all its instances where the key names none), by scope and name.</summary>
    IReadOnlyList<InstrumentSummary> GetInstruments(ResourceKey resource);

    /// <summary>What to draw of one instrument, or null if it is not stored.</summary>
    MetricView? QueryMetric(MetricQuery query);

    /// <summary>Keys to offer when a filter is made: the known fields, then the attributes seen, by name.</summary>
    /// <param name="kind"><see cref="TelemetryKinds.Traces"/> or <see cref="TelemetryKinds.Logs"/>.</param>
    /// <param name="resource">Restricts the attributes to those of one resource.</param>
    IReadOnlyList<string> GetFilterFields(TelemetryKinds kind, ResourceKey? resource = null);

    /// <summary>Up to 100 values that the field has, the most frequent first.</summary>
    IReadOnlyList<string> GetFilterValues(TelemetryKinds kind, string field);

    /// <summary>Which limits have cost data, and how much.</summary>
    IReadOnlyList<DroppedData> GetDropped();

    /// <summary>Forgets telemetry of these kinds, of one resource or of all.</summary>
    void Clear(TelemetryKinds kinds, ResourceKey? resource = null);

    /// <summary>
    /// Calls back after changes, at most ten times a second, with all kinds that changed since the last call. The callback
    /// must return quickly and must not throw. Disposing the answer ends it.
    /// </summary>
    IDisposable Subscribe(Action<TelemetryKinds> changed);
}
