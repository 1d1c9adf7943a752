using Npgsql;
using Shop.OrderApi.Outbox;
using Shop.ProductApi.Sales;
using OrderEventMessage = Shop.OrderApi.Orders.OrderEventMessage;

namespace Shop.Monolith.InProcess;

/// <summary>
/// Tells the product module of what happened to orders without a wire in between: its inbox is in the same database, so the
/// relay's own transaction takes the effect and the mark together.
/// </summary>
/// <param name="time">The clock for what is noted.</param>
internal sealed class InProcessSales(TimeProvider time) : IEventPublisher
{
    /// <inheritdoc/>
    public async Task PublishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OrderEventMessage> events, CancellationToken cancellationToken)
    {
        var shipped = events.Where(e => e.Type == OrderEvent.Shipped).Select(e => new OrderEvent(e.Type, e.OrderId, e.Version)).ToArray();
        // None can be refused: their reservations were committed in this database before.
        if (shipped.Length > 0) await SalesStatements.TakeAsync(connection, shipped, time.GetUtcNow(), cancellationToken);
    }
}
