namespace Aspire.Dashboard.Telemetry;

/// <summary>The library that produced something: the tracer's or meter's name, or a logger's category.</summary>
internal sealed record TelemetryScope(string Name, string Version, TelemetryAttribute[] Attributes)
{
    internal static readonly TelemetryScope None = new("", "", []);

    /// <summary>
    /// What each record must count as its own: the scope's size where it is not shared, as for a sender that makes up a new
    /// scope for every record; else 0.
    /// </summary>
    internal int UnsharedBytes { get; init; }
}
