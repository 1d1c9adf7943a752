using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// Writes orders, those of concurrent requests together in one statement, and lets the rest of the module know. A statement that was
/// committed without an answer is repeated; it writes nothing then, and the caller finds its own work when it reads the order.
/// </summary>
internal sealed class OrderStore : IDisposable
{
    private readonly OrderOptions _options;
    private readonly OrderTelemetry _telemetry;
    private readonly OrderChangeNotifier _changes;
    private readonly OutboxNotifier _outbox;
    private readonly BatchedStatement<NewOrder, bool> _placing;
    private readonly BatchedStatement<OrderChange, bool> _saving;

    public OrderStore(
        OrderDatabase database, IOptions<OrderOptions> options, OrderTelemetry telemetry, OrderChangeNotifier changes, OutboxNotifier outbox)
    {
        _options = options.Value;
        _telemetry = telemetry;
        _changes = changes;
        _outbox = outbox;
        _placing = new(database.DataSource, PlaceBatchAsync, _options.MaxBatch);
        _saving = new(database.DataSource, SaveBatchAsync, _options.MaxBatch);
    }

    /// <summary>Writes a new order with its key. False when the key belongs to another order: nothing is written then.</summary>
    public Task<bool> PlaceAsync(NewOrder order) => _placing.RunAsync(order);

    /// <summary>Writes a changed order, and answers it as it is now, or null when it had moved on: nothing is written then.</summary>
    public async Task<Order?> SaveAsync(OrderChange change)
    {
        if (!await _saving.RunAsync(change)) return null;

        var saved = change.Order with
        {
            Version = change.Order.Version + 1,
            Events = change.Event is { } told ? [.. change.Order.Events, told] : change.Order.Events,
        };
        Committed(saved, change.Event);
        return saved;
    }

    /// <summary>To be called after a commit that was made with <see cref="OrderStatements"/> directly.</summary>
    public void Committed(Order order, OrderEvent? change)
    {
        _changes.Changed(order.Id);
        if (change is null) return;

        _telemetry.Changed(change, order);
        _outbox.EventCommitted();
    }

    public void Dispose()
    {
        _placing.Dispose();
        _saving.Dispose();
    }

    private async Task<IReadOnlyList<bool>> PlaceBatchAsync(NpgsqlConnection connection, IReadOnlyList<NewOrder> batch)
    {
        var placed = await OrderStatements.PlaceAsync(connection, null, batch, _options.KeyLifetime, CancellationToken.None);
        return [.. batch.Select(order => placed.Contains(order.Order.Id))];
    }

    private async Task<IReadOnlyList<bool>> SaveBatchAsync(NpgsqlConnection connection, IReadOnlyList<OrderChange> batch)
    {
        // Two writes of one order start from the same version: at most one of them can win, and a statement may hold only one.
        if (batch.DistinctBy(change => change.Order.Id).Count() != batch.Count)
            throw new InvalidOperationException("Two writes of one order cannot share a statement.");

        var saved = await OrderStatements.SaveAsync(connection, null, batch, CancellationToken.None);
        return [.. batch.Select(change => saved.Contains(change.Order.Id))];
    }
}
