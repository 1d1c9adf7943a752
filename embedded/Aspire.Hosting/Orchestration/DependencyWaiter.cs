using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits for what a resource waits for, and says what that is and why it is not there yet.</summary>
internal sealed class DependencyWaiter(
    IResource resource, ResourceNotificationService notifications, ResourceLoggerService logs, WaitBehavior defaultBehavior, TimeProvider time)
{
    private readonly List<Wait> _waits = [.. Expand(resource)];

    public bool Any => _waits.Count > 0;

    /// <param name="progress">Told what is still waited for each time that changes, and whether some of it failed or ended.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(Func<string, bool, Task> progress, CancellationToken cancellationToken)
    {
        if (!Any)
            return;
        var started = time.GetTimestamp();
        string? told = null;
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            foreach (var wait in _waits)
                wait.Look(change, defaultBehavior, logs);
            var open = _waits.Where(w => !w.IsDone).ToList();
            var text = open.Count == 0 ? null : string.Join("; ", open.Select(w => w.Description));
            if (text is null)
                return;
            if (text == told)
                continue;
            told = text;
            await progress(
                string.Create(CultureInfo.InvariantCulture, $"{text}, {time.GetElapsedTime(started).TotalSeconds:0.#} s"), open.Any(w => w.IsInVain));
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync((_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Who waits for a child also waits for its parent.</summary>
    private static IEnumerable<Wait> Expand(IResource resource)
    {
        foreach (var annotation in resource.Annotations.OfType<WaitAnnotation>())
        {
            foreach (var id in InstancesAnnotation.IdsOf(annotation.Resource))
                yield return new(annotation, annotation.Resource, id);
            var parent = (annotation.Resource as IResourceWithParent)?.Parent;
            if (parent is not null && annotation.WaitType != WaitType.WaitForCompletion)
            {
                foreach (var id in InstancesAnnotation.IdsOf(parent))
                    yield return new(annotation, parent, id);
            }
        }
    }

    private sealed class Wait(WaitAnnotation annotation, IResource resource, string id)
    {
        public bool IsDone { get; private set; }

        /// <summary>Whether nothing will come of the wait unless someone starts the resource again.</summary>
        public bool IsInVain { get; private set; }

        public string Description { get; private set; } = resource.Name;

        public void Look(ResourceEvent change, WaitBehavior defaultBehavior, ResourceLoggerService logs)
        {
            if (IsDone || change.ResourceId != id)
                return;
            var snapshot = change.Snapshot;
            var state = snapshot.State?.Text;
            IsDone = annotation.WaitType switch
            {
                WaitType.WaitUntilStarted => state == KnownResourceStates.Running || state == KnownResourceStates.Active,
                WaitType.WaitUntilHealthy => snapshot.IsReady && snapshot.HealthStatus == HealthStatus.Healthy,
                _ => KnownResourceStates.TerminalStates.Contains(state) && (snapshot.ExitCode ?? -1) == annotation.ExitCode,
            };
            if (IsDone)
                return;
            Description = $"{resource.Name}: {ResourceDescription.Reason(change)[..^1]}";
            IsInVain = ResourceNotificationService.IsUnavailable(change);
            if (IsInVain && MustStop(defaultBehavior))
            {
                throw new DistributedApplicationException(
                    $"waits for '{resource.Name}', which cannot be had: {ResourceDescription.Of(change, logs)}");
            }
        }

        private bool MustStop(WaitBehavior defaultBehavior) =>
            annotation.WaitType == WaitType.WaitForCompletion
            || (annotation.WaitBehavior ?? defaultBehavior) == WaitBehavior.StopOnResourceUnavailable;
    }
}
