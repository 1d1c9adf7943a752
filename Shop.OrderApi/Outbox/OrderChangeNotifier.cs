using System.Collections.Concurrent;
using Npgsql;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// Tells those who wait for an order that it has changed: those in this process at once, and through <c>NOTIFY</c> those on every
/// replica when its event is published. The notification goes out with the commit that marks the event, and whoever waits then
/// reads the order from its table: nothing can be lost on the way.
/// </summary>
internal sealed class OrderChangeNotifier(TimeProvider time) : IEventPublisher
{
    /// <summary>The channel that the replicas listen on; the payload is order ids, 32 digits each, without separators.</summary>
    public const string Channel = "orders_published";

    private const int DigitsOfAnId = 32;

    /// <summary>PostgreSQL takes payloads of less than 8,000 bytes.</summary>
    private const int MaxIdsPerPayload = 240;

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();

    public void Changed(Guid orderId)
    {
        if (_waiting.TryRemove(orderId, out var waiting)) waiting.TrySetResult();
    }

    /// <summary>The orders of a notification's payload have changed.</summary>
    public void Changed(string payload)
    {
        for (var i = 0; i + DigitsOfAnId <= payload.Length; i += DigitsOfAnId)
            if (Guid.TryParseExact(payload.AsSpan(i, DigitsOfAnId), "N", out var orderId)) Changed(orderId);
    }

    /// <summary>Any order may have changed: a notification may have been missed.</summary>
    public void AllChanged()
    {
        foreach (var orderId in _waiting.Keys) Changed(orderId);
    }

    /// <summary>Starts to listen. To miss nothing, listen first, then read the order, then wait.</summary>
    public Task Listen(Guid orderId) =>
        _waiting.GetOrAdd(orderId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Waits for what <see cref="Listen"/> answered, no longer than given.</summary>
    public async Task WaitAsync(Task changed, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(longest, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async Task PublishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OrderEventMessage> events, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, payload) FROM unnest($2) AS payload", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. events.Select(e => e.OrderId.ToString("N")).Distinct().Chunk(MaxIdsPerPayload).Select(ids => string.Concat(ids))],
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
