using System.Collections.Concurrent;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Bench.Running;

/// <summary>Which process each instance of a resource is at the moment; replicas are instances of one resource.</summary>
internal sealed class ProcessBook : IAsyncDisposable
{
    // Official Aspire gives a process's id under this name in the snapshot of its resource.
    private const string ProcessIdProperty = "executable.pid";

    private readonly ConcurrentDictionary<string, ResourceEvent> _latest = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Starts to watch.</summary>
    /// <param name="notifications">Where changes of resources are told.</param>
    public ProcessBook(ResourceNotificationService notifications) => _watching = WatchAsync(notifications);

    /// <summary>The processes of a resource that are running.</summary>
    /// <param name="resource">The resource's name.</param>
    public IReadOnlyList<int> Of(string resource) =>
        [.. _latest.Values
            .Where(change => change.Resource.Name == resource && change.Snapshot.State?.Text == KnownResourceStates.Running)
            .Select(change => change.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value)
            .OfType<object>().Select(id => Convert.ToInt32(id, CultureInfo.InvariantCulture)).Order()];

    /// <summary>Stops watching.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(ResourceNotificationService notifications)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(_stop.Token))
                _latest[change.ResourceId] = change;
        }
        catch (OperationCanceledException)
        {
            // Stopped as asked.
        }
    }
}
