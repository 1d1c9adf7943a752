namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>A sender of telemetry and how much of it is stored.</summary>
internal sealed record ResourceSummary(
    TelemetryResource Resource,
    int SpanCount,
    int LogCount,
    int ErrorLogCount,
    int InstrumentCount,
    DateTime LastSeen)
{
    internal ResourceKey Key => Resource.Key;
}
