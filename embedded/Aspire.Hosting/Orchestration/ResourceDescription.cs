using System.Globalization;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Says in words what state a resource is in and why, with its last lines of output.</summary>
internal static class ResourceDescription
{
    private const int TailLines = 20;

    public static string Of(ResourceEvent e, ResourceLoggerService logs)
    {
        var text = new StringBuilder(Reason(e));
        var tail = logs.Log(e.ResourceId).Tail(TailLines);
        if (tail.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\nLast output of {e.ResourceId}:\n  {string.Join("\n  ", tail)}");
        return text.ToString();
    }

    public static string Reason(ResourceEvent e)
    {
        var snapshot = e.Snapshot;
        var text = new StringBuilder("it is ").Append(snapshot.State?.Text ?? "not started");
        if (snapshot.ExitCode is { } code)
            text.Append(CultureInfo.InvariantCulture, $", exit code {code}");
        if (snapshot.Properties.FirstOrDefault(p => p.Name == SnapshotProperties.WaitingFor)?.Value is string waiting)
            text.Append(CultureInfo.InvariantCulture, $", waiting for {waiting}");
        if (snapshot.Properties.FirstOrDefault(p => p.Name == SnapshotProperties.FailureReason)?.Value is string failure)
            text.Append(CultureInfo.InvariantCulture, $": {failure.TrimEnd('.')}");
        foreach (var report in snapshot.HealthReports.Where(r => r.Status != HealthStatus.Healthy))
            text.Append(CultureInfo.InvariantCulture, $"; {report.Name}: {report.ExceptionText ?? report.Description ?? "not checked yet"}");
        return text.Append('.').ToString();
    }
}
