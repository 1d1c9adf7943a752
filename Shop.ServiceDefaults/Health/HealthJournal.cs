using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Health;

/// <summary>
/// Logs a check when its result changes, not at every probe: what was never healthy is on its way and no error, what was healthy
/// and is no more is a warning.
/// </summary>
internal sealed partial class HealthJournal(ILogger<HealthJournal> logger)
{
    private readonly ConcurrentDictionary<string, HealthStatus> _last = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _wasHealthy = new(StringComparer.Ordinal);

    /// <summary>Notes the results of one probe.</summary>
    public void Note(HealthReport report)
    {
        // The probe's request is not traced: a record with its trace id would link to nothing.
        var probe = Activity.Current;
        Activity.Current = null;
        foreach (var (check, entry) in report.Entries)
        {
            if (_last.TryGetValue(check, out var last) && last == entry.Status) continue;

            _last[check] = entry.Status;
            if (entry.Status == HealthStatus.Healthy)
            {
                _wasHealthy[check] = true;
                LogHealthy(logger, check);
            }
            else if (_wasHealthy.ContainsKey(check))
            {
                LogNoLongerHealthy(logger, check, entry.Status, entry.Description, entry.Exception);
            }
            else
            {
                LogNotHealthyYet(logger, check, entry.Description ?? entry.Exception?.Message);
            }
        }

        Activity.Current = probe;
    }

    [LoggerMessage(LogLevel.Information, "Health check {Check} is healthy")]
    private static partial void LogHealthy(ILogger logger, string check);

    [LoggerMessage(LogLevel.Information, "Health check {Check} is not healthy yet: {Reason}")]
    private static partial void LogNotHealthyYet(ILogger logger, string check, string? reason);

    [LoggerMessage(LogLevel.Warning, "Health check {Check} is {Status}: {Reason}")]
    private static partial void LogNoLongerHealthy(ILogger logger, string check, HealthStatus status, string? reason, Exception? exception);
}
