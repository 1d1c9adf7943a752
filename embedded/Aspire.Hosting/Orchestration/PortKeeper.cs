using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Sees to it that a process finds its ports free when it starts. Others were given its address, so it stays where it is: while
/// another program has the port the start waits, and then fails with that program's name. Only a resource that has never been
/// ready, and that nobody who runs was told of, moves to another port.
/// </summary>
internal sealed class PortKeeper(
    EndpointAllocator allocator, DistributedApplicationModel model, ResourceNotificationService notifications, EnginePatience patience, TimeProvider time)
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(250);

    public static bool HasLost(IResource resource, ResourceInstance instance) => Taken(resource, instance) is not null;

    /// <param name="resource">What is started.</param>
    /// <param name="instance">The instance of it.</param>
    /// <param name="wasReady">Whether it has been ready in this run, so that callers from outside may know its address.</param>
    /// <param name="progress">Told what is waited for, then null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DistributedApplicationException">Another program keeps the port.</exception>
    public async Task SecureAsync(
        IResource resource, ResourceInstance instance, bool wasReady, Func<string?, Task> progress, CancellationToken cancellationToken)
    {
        if (Taken(resource, instance) is not { } taken || (!wasReady && !IsToldToOthers(resource) && allocator.TryMove(resource, instance)))
            return;
        var started = time.GetTimestamp();
        await progress(string.Create(CultureInfo.InvariantCulture, $"port {taken.Port}, which {PortOwner.Describe(taken.Port)} has"));
        while (Taken(resource, instance) is { } still)
        {
            if (time.GetElapsedTime(started) > patience.Port)
            {
                throw new DistributedApplicationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"port {still.Port} of '{resource.Name}' ({still.Endpoint}) is taken by {PortOwner.Describe(still.Port)}. Others were given this address, so it stays the same: end that program and start '{resource.Name}' again."));
            }

            await Task.Delay(CheckInterval, time, cancellationToken);
        }

        await progress(null);
    }

    private static (int Port, string Endpoint)? Taken(IResource resource, ResourceInstance instance) => resource.Annotations.OfType<EndpointAnnotation>()
        .Where(e => e.InstancePorts.Count > instance.Index && !PortRegistry.IsFree(e.InstancePorts[instance.Index]))
        .Select(e => ((int, string)?)(e.InstancePorts[instance.Index], e.Name))
        .FirstOrDefault();

    // A resource that still waits has not been given its environment yet.
    private bool IsToldToOthers(IResource resource) => model.Resources
        .Where(other => other.Annotations.OfType<ResourceRelationshipAnnotation>().Any(r => ReferenceEquals(ServerOf(r.Resource), resource)))
        .Where(other => !ReferenceEquals(ServerOf(other), resource))
        .SelectMany(InstancesAnnotation.IdsOf)
        .Any(id => notifications.TryGetCurrentState(id, out var state)
            && state.Snapshot.State?.Text is { } text && text != KnownResourceStates.NotStarted && text != KnownResourceStates.Waiting);

    private static IResource ServerOf(IResource resource) => resource is IResourceWithParent child ? child.Parent : resource;
}
