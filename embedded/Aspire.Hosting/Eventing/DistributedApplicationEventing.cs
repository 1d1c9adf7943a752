using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

/// <summary>Something that happened to the application.</summary>
public interface IDistributedApplicationEvent;

/// <summary>Something that happened to one resource.</summary>
public interface IDistributedApplicationResourceEvent : IDistributedApplicationEvent
{
    /// <summary>The resource.</summary>
    IResource Resource { get; }
}

/// <summary>A handler of events, to be taken back with <see cref="IDistributedApplicationEventing.Unsubscribe"/>.</summary>
/// <param name="callback">The handler.</param>
public class DistributedApplicationEventSubscription(Func<IDistributedApplicationEvent, CancellationToken, Task> callback)
{
    /// <summary>The handler.</summary>
    public Func<IDistributedApplicationEvent, CancellationToken, Task> Callback { get; } = callback;
}

/// <summary>A handler of the events of one resource.</summary>
/// <param name="resource">The resource.</param>
/// <param name="callback">The handler.</param>
public class DistributedApplicationResourceEventSubscription(IResource? resource, Func<IDistributedApplicationResourceEvent, CancellationToken, Task> callback)
    : DistributedApplicationEventSubscription((@event, ct) => callback((IDistributedApplicationResourceEvent)@event, ct))
{
    /// <summary>The resource.</summary>
    public IResource? Resource { get; } = resource;
}

/// <summary>Whether publishing waits for the handlers, and whether they run one after another.</summary>
public enum EventDispatchBehavior
{
    /// <summary>Waits; one after another; the first failure ends it.</summary>
    BlockingSequential,

    /// <summary>Waits; all at once.</summary>
    BlockingConcurrent,

    /// <summary>Does not wait; one after another.</summary>
    NonBlockingSequential,

    /// <summary>Does not wait; all at once.</summary>
    NonBlockingConcurrent,
}

/// <summary>Tells handlers what happens to the application.</summary>
public interface IDistributedApplicationEventing
{
    /// <summary>Adds a handler.</summary>
    /// <param name="callback">The handler.</param>
    DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback) where T : IDistributedApplicationEvent;

    /// <summary>Adds a handler for the events of one resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="callback">The handler.</param>
    DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent;

    /// <summary>Takes a handler back.</summary>
    /// <param name="subscription">What adding it returned.</param>
    void Unsubscribe(DistributedApplicationEventSubscription subscription);

#pragma warning disable CA1716 // the parameter has the name that the official interface gives it
    /// <summary>Calls the handlers one after another and waits for them.</summary>
    /// <param name="event">What happened.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default) where T : IDistributedApplicationEvent;

    /// <summary>Calls the handlers.</summary>
    /// <param name="event">What happened.</param>
    /// <param name="dispatchBehavior">Whether to wait, and in which order.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task PublishAsync<T>(T @event, EventDispatchBehavior dispatchBehavior, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent;
#pragma warning restore CA1716
}

/// <summary>Tells handlers what happens to the application.</summary>
public class DistributedApplicationEventing : IDistributedApplicationEventing
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, List<DistributedApplicationEventSubscription>> _subscriptions = [];

    /// <inheritdoc/>
    public DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback) where T : IDistributedApplicationEvent
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Add<T>(new((@event, ct) => callback((T)@event, ct)));
    }

    /// <inheritdoc/>
    public DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(callback);
        return Add<T>(new DistributedApplicationResourceEventSubscription(
            resource, (@event, ct) => ReferenceEquals(@event.Resource, resource) ? callback((T)@event, ct) : Task.CompletedTask));
    }

    /// <inheritdoc/>
    public void Unsubscribe(DistributedApplicationEventSubscription subscription)
    {
        lock (_lock)
        {
            foreach (var list in _subscriptions.Values)
                list.Remove(subscription);
        }
    }

    /// <inheritdoc/>
    public Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default) where T : IDistributedApplicationEvent =>
        PublishAsync(@event, EventDispatchBehavior.BlockingSequential, cancellationToken);

    /// <inheritdoc/>
    public async Task PublishAsync<T>(T @event, EventDispatchBehavior dispatchBehavior, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent
    {
        DistributedApplicationEventSubscription[] handlers;
        lock (_lock)
            handlers = _subscriptions.TryGetValue(typeof(T), out var list) ? [.. list] : [];
        var work = dispatchBehavior is EventDispatchBehavior.BlockingConcurrent or EventDispatchBehavior.NonBlockingConcurrent
            ? Task.WhenAll(handlers.Select(h => h.Callback(@event, cancellationToken)))
            : RunInOrderAsync(handlers, @event, cancellationToken);
        if (dispatchBehavior is EventDispatchBehavior.BlockingSequential or EventDispatchBehavior.BlockingConcurrent)
            await work;
    }

    private static async Task RunInOrderAsync(
        DistributedApplicationEventSubscription[] handlers, IDistributedApplicationEvent @event, CancellationToken cancellationToken)
    {
        foreach (var handler in handlers)
            await handler.Callback(@event, cancellationToken);
    }

    private DistributedApplicationEventSubscription Add<T>(DistributedApplicationEventSubscription subscription)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(typeof(T), out var list))
                _subscriptions[typeof(T)] = list = [];
            list.Add(subscription);
        }

        return subscription;
    }
}
