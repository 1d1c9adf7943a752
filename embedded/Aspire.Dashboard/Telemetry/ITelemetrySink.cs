using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Where ingest puts what it has read. Batches are complete and valid records; a batch becomes visible to readers as a whole.
/// </summary>
internal interface ITelemetrySink
{
    TelemetryLimits Limits { get; }

    DropCounters Drops { get; }

    StringPool Strings { get; }

    /// <summary>The sender under this key, known or new, with the attributes that it now describes itself with.</summary>
    TelemetryResource ResolveResource(ResourceKey key, TelemetryAttribute[] attributes);

    /// <summary>The one object for this scope.</summary>
    TelemetryScope ResolveScope(TelemetryAttribute[] attributes, string name, string version);

    /// <returns>How many spans were not kept, because their trace is full.</returns>
    int AddSpans(IReadOnlyList<Span> spans);

    void AddLogs(IReadOnlyList<LogEntry> entries);

    /// <returns>How many points were not kept, because there are too many instruments or series.</returns>
    int AddMetrics(IReadOnlyList<MetricBatch> batches);
}
