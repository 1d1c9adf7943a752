using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Defaults of <see cref="ResourceNotificationService"/>.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>What a wait does when the resource cannot be had and the wait does not say.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; }
}

/// <summary>States of the resources: publishes them, and waits for them.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];
    private readonly Lock _lock = new();
    private readonly ILogger<ResourceNotificationService> _logger;
    private readonly IServiceProvider _services;
    private readonly ResourceLoggerService _logs;
    private readonly CancellationTokenSource _disposed = new();
    private readonly CancellationToken _stopping;

    /// <summary>Creates the service.</summary>
    /// <param name="logger">Where changes of state are told.</param>
    /// <param name="hostApplicationLifetime">Ends all waits when the AppHost stops.</param>
    /// <param name="serviceProvider">Services of the AppHost.</param>
    /// <param name="resourceLoggerService">Console output, for messages about waits that failed.</param>
    public ResourceNotificationService(
        ILogger<ResourceNotificationService> logger, IHostApplicationLifetime hostApplicationLifetime,
        IServiceProvider serviceProvider, ResourceLoggerService resourceLoggerService)
    {
        ArgumentNullException.ThrowIfNull(hostApplicationLifetime);
        _logger = logger;
        _services = serviceProvider;
        _logs = resourceLoggerService;
        _stopping = hostApplicationLifetime.ApplicationStopping;
    }

    /// <summary>Waits until some instance of a resource is in a state.</summary>
    /// <param name="resourceName">The resource, or one instance of it.</param>
    /// <param name="targetState">The state; <see cref="KnownResourceStates.Running"/> by default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until some instance of a resource is in one of some states.</summary>
    /// <param name="resourceName">The resource, or one instance of it.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state.</returns>
    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = await WaitAsync(
            resourceName, e => e.Snapshot.State is { } state && states.Contains(state.Text), $"state {string.Join(" or ", states)}", cancellationToken);
        return found.Snapshot.State!.Text;
    }

    /// <summary>Waits until a condition holds for some instance of a resource.</summary>
    /// <param name="resourceName">The resource, or one instance of it.</param>
    /// <param name="predicate">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default) =>
        WaitAsync(resourceName, predicate, "a condition", cancellationToken);

    /// <summary>Waits until a resource runs, is healthy, and all handlers of <see cref="ResourceReadyEvent"/> are done.</summary>
    /// <param name="resourceName">The resource, or one instance of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(
            resourceName, _services.GetRequiredService<IOptions<ResourceNotificationServiceOptions>>().Value.DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until a resource runs, is healthy, and all handlers of <see cref="ResourceReadyEvent"/> are done.</summary>
    /// <param name="resourceName">The resource, or one instance of it.</param>
    /// <param name="waitBehavior">What to do when it fails or ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DistributedApplicationException">It failed or ended, and the wait was not to go on.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var found = await WaitAsync(
            resourceName,
            e => e.Snapshot.IsReady && e.Snapshot.HealthStatus == HealthStatus.Healthy
                || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && IsUnavailable(e)),
            "running and healthy", cancellationToken);
        if (IsUnavailable(found))
        {
            throw new DistributedApplicationException(
                $"Resource '{resourceName}' cannot become healthy any more: {ResourceDescription.Of(found, _logs)}");
        }

        return found;
    }

    /// <summary>Waits for everything that a resource waits for.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DistributedApplicationException">Something that it waits for failed.</exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return _services.GetRequiredService<SupervisorFactory>().Dependencies(resource).WaitAsync(cancellationToken);
    }

    /// <summary>The present states, then every change.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        lock (_lock)
        {
            foreach (var state in _states.Values)
                channel.Writer.TryWrite(state);
            _watchers.Add(channel);
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(linked.Token))
                yield return change;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Changes the snapshot of all instances of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">Makes the new snapshot of the present one.</param>
    public async Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var id in InstancesAnnotation.IdsOf(resource))
            await PublishUpdateAsync(resource, id, stateFactory);
    }

    /// <summary>Changes the snapshot of an instance of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">The instance.</param>
    /// <param name="stateFactory">Makes the new snapshot of the present one.</param>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(stateFactory);
        lock (_lock)
        {
            var previous = _states.TryGetValue(resourceId, out var known) ? known.Snapshot : Initial(resource);
            var next = WithCommands(resource, stateFactory(previous));
            var change = new ResourceEvent(resource, resourceId, next);
            _states[resourceId] = change;
            if (previous.State?.Text != next.State?.Text)
                _logger.LogDebug("Resource {ResourceId}: {From} -> {To}", resourceId, previous.State?.Text ?? "(none)", next.State?.Text);
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(change);
        }

        return Task.CompletedTask;
    }

    /// <summary>The present state of a resource.</summary>
    /// <param name="resourceId">The instance, or the name of the resource.</param>
    /// <param name="resourceEvent">The state, where it is known.</param>
    /// <returns>Whether it is known.</returns>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        resourceEvent = _states.TryGetValue(resourceId, out var found)
            ? found
            : _states.Values.FirstOrDefault(e => string.Equals(e.Resource.Name, resourceId, StringComparison.OrdinalIgnoreCase));
        return resourceEvent is not null;
    }

    /// <summary>Ends all waits and watches.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        GC.SuppressFinalize(this);
    }

    internal static bool IsUnavailable(ResourceEvent e) =>
        e.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    private static CustomResourceSnapshot Initial(IResource resource) =>
        resource.Annotations.OfType<ResourceSnapshotAnnotation>().LastOrDefault()?.InitialSnapshot
        ?? new() { ResourceType = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal), Properties = [] };

    private CustomResourceSnapshot WithCommands(IResource resource, CustomResourceSnapshot snapshot)
    {
        var context = new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = _services };
        return snapshot with
        {
            Commands = [.. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => new ResourceCommandSnapshot(
                c.Name, c.UpdateState(context), c.DisplayName, c.DisplayDescription, c.FixedParameter, c.ConfirmationMessage, c.IconName, c.IconVariant, c.IsHighlighted))],
        };
    }

    private async Task<ResourceEvent> WaitAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, string goal, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceName);
        CheckKnown(resourceName);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping, _disposed.Token);
        try
        {
            await foreach (var change in WatchAsync(linked.Token))
            {
                if (Names(change, resourceName) && predicate(change))
                    return change;
            }
        }
        catch (OperationCanceledException e)
        {
            var state = TryGetCurrentState(resourceName, out var last) ? ResourceDescription.Of(last, _logs) : "nothing is known of it.";
            throw new OperationCanceledException(
                $"The wait for resource '{resourceName}' ({goal}) ended: {state}", e, cancellationToken.IsCancellationRequested ? cancellationToken : linked.Token);
        }

        throw new OperationCanceledException($"The wait for resource '{resourceName}' ended with the application.");
    }

    // A misspelt name would be waited for forever.
    private void CheckKnown(string resourceName)
    {
        var model = _services.GetRequiredService<DistributedApplicationModel>();
        if (model.Resources.TryGetByName(resourceName, out _) || _states.ContainsKey(resourceName))
            return;
        if (model.Resources.Any(r => InstancesAnnotation.IdsOf(r).Contains(resourceName, StringComparer.OrdinalIgnoreCase)))
            return;
        throw new DistributedApplicationException(
            $"There is no resource '{resourceName}'. Known are: {string.Join(", ", model.Resources.Select(r => r.Name).Order(StringComparer.Ordinal))}.");
    }

    private static bool Names(ResourceEvent e, string name) =>
        string.Equals(e.Resource.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(e.ResourceId, name, StringComparison.OrdinalIgnoreCase);
}
