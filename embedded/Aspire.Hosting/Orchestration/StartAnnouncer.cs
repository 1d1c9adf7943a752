using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Tells in the log of the AppHost when a resource became healthy and where it is, and when all are.</summary>
internal sealed class StartAnnouncer(
    DistributedApplicationModel model, ResourceNotificationService notifications, TimeProvider time, ILogger logger)
{
    public async Task RunAsync(DateTime processStarted, CancellationToken cancellationToken)
    {
        var open = model.Resources
            .Where(r => SupervisorFactory.LauncherOf(r) is not null && !r.Annotations.OfType<ExplicitStartupAnnotation>().Any() && !IsHidden(r))
            .SelectMany(InstancesAnnotation.IdsOf).ToHashSet();
        if (open.Count == 0)
            return;
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                if (!change.Snapshot.IsReady || !open.Remove(change.ResourceId))
                    continue;
                var urls = string.Join(" ", change.Snapshot.Urls.Where(u => !u.IsInternal).Select(u => u.Url));
                logger.LogInformation("{Resource} is ready{Urls}", change.Resource.Name, urls.Length == 0 ? "" : $": {urls}");
                if (open.Count > 0)
                    continue;
                logger.LogInformation(
                    "All resources are ready, {Seconds:0.0} s after the AppHost's process began.", (time.GetUtcNow().UtcDateTime - processStarted).TotalSeconds);
                return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private static bool IsHidden(IResource resource) =>
        resource.Annotations.OfType<ResourceSnapshotAnnotation>().LastOrDefault()?.InitialSnapshot.IsHidden ?? false;
}
