using System.Collections.Concurrent;

namespace Shop.OrderApi.Outbox;

/// <summary>Tells those who wait for an order in this process that it has changed, wherever it was changed.</summary>
/// <param name="time">The clock for the longest wait.</param>
public sealed class OrderSignals(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();

    /// <summary>An order has changed.</summary>
    /// <param name="orderId">The order.</param>
    public void Changed(Guid orderId)
    {
        if (_waiting.TryRemove(orderId, out var waiting)) waiting.TrySetResult();
    }

    /// <summary>Any order may have changed: a notification may have been missed.</summary>
    public void AllChanged()
    {
        foreach (var orderId in _waiting.Keys) Changed(orderId);
    }

    /// <summary>Starts to listen. To miss nothing, listen first, then read the order, then wait.</summary>
    /// <param name="orderId">The order.</param>
    public Task Listen(Guid orderId) =>
        _waiting.GetOrAdd(orderId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Waits for a change, no longer than given.</summary>
    /// <param name="changed">What <see cref="Listen"/> answered.</param>
    /// <param name="longest">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WaitAsync(Task changed, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(longest, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
