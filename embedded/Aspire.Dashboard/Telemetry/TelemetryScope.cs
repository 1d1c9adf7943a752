namespace Aspire.Dashboard.Telemetry;

/// <summary>The library that produced something: the tracer's or meter's name, or a logger's category.</summary>
internal sealed record TelemetryScope(string Name, string Version, TelemetryAttribute[] Attributes)
{
    internal static readonly TelemetryScope None = new("", "", []);
}
