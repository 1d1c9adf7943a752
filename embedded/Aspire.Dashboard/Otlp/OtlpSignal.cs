namespace Aspire.Dashboard.Otlp;

/// <summary>The three kinds of telemetry that OTLP carries, each with a service and a path of its own.</summary>
internal enum OtlpSignal
{
    Traces,
    Metrics,
    Logs,
}
