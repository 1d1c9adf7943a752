namespace Aspire.Dashboard.Telemetry;

/// <summary>The kinds of telemetry, as a set: what has changed, what to clear.</summary>
[Flags]
internal enum TelemetryKinds
{
    None = 0,
    Resources = 1,
    Traces = 2,
    Logs = 4,
    Metrics = 8,

    /// <summary>A limit has begun, or gone on, to drop data.</summary>
    Dropped = 16,
    All = Resources | Traces | Logs | Metrics | Dropped,
}
