using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Runs the health checks of an instance while it runs: quickly until it is healthy for the first time, since others wait for
/// that, and seldom afterwards.
/// </summary>
internal sealed class HealthMonitor(
    IResource resource, ResourceInstance instance, HealthCheckService checks, ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing, IServiceProvider services, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestStartDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UnhealthyInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthyInterval = TimeSpan.FromSeconds(10);

    private static readonly AsyncLocal<ResourceInstance?> Checked = new();

    /// <summary>The instance that is being checked, for checks that tell replicas apart.</summary>
    public static ResourceInstance? CurrentInstance => Checked.Value;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        if (keys.Count == 0)
        {
            await AnnounceReadyAsync(cancellationToken);
            return;
        }

        Checked.Value = instance;
        var started = time.GetTimestamp();
        var delay = FirstDelay;
        var ready = false;
        while (true)
        {
            var report = await checks.CheckHealthAsync(r => keys.Contains(r.Name), cancellationToken);
            await PublishAsync(report);
            var healthy = report.Status == HealthStatus.Healthy;
            if (healthy && !ready)
            {
                ready = true;
                await AnnounceReadyAsync(cancellationToken);
            }

            var starting = !ready && time.GetElapsedTime(started) < StartPatience;
            delay = healthy ? HealthyInterval
                : starting ? TimeSpan.FromTicks(Math.Min((long)(delay.Ticks * 1.4), LongestStartDelay.Ticks))
                : UnhealthyInterval;
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    private async Task AnnounceReadyAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await notifications.PublishUpdateAsync(resource, instance.Id, s => s with { IsReady = true });
    }

    private Task PublishAsync(HealthReport report) => notifications.PublishUpdateAsync(resource, instance.Id, s =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        var reports = report.Entries.OrderBy(e => e.Key, StringComparer.Ordinal)
            .Select(e => new HealthReportSnapshot(e.Key, e.Value.Status, e.Value.Description, e.Value.Exception?.Message) { LastRunAt = now })
            .ToImmutableArray();
        return s with { HealthReports = reports };
    });
}
