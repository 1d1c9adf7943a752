namespace Aspire.Dashboard.Telemetry;

/// <summary>The level of a log record, in OTLP's six groups; <see cref="Unspecified"/> sorts below all of them.</summary>
internal enum LogSeverity : byte
{
    Unspecified = 0,
    Trace = 1,
    Debug = 2,
    Information = 3,
    Warning = 4,
    Error = 5,
    Critical = 6,
}

/// <summary>From OTLP's 24 severity numbers, and from the names that people type, to the six levels.</summary>
internal static class LogSeverities
{
    /// <summary>1–4 is trace, 5–8 debug, and so on; anything outside 1–24 is unspecified.</summary>
    internal static LogSeverity FromNumber(int number) =>
        number is < 1 or > 24 ? LogSeverity.Unspecified : (LogSeverity)((number + 3) / 4);

    /// <summary>Understands .NET's and OTLP's names for the levels, in any case.</summary>
    internal static bool TryParse(string? name, out LogSeverity severity)
    {
        severity = name?.ToLowerInvariant() switch
        {
            "trace" => LogSeverity.Trace,
            "debug" => LogSeverity.Debug,
            "information" or "info" => LogSeverity.Information,
            "warning" or "warn" => LogSeverity.Warning,
            "error" => LogSeverity.Error,
            "critical" or "fatal" => LogSeverity.Critical,
            _ => LogSeverity.Unspecified,
        };
        return severity != LogSeverity.Unspecified;
    }
}
