using Microsoft.EntityFrameworkCore;
using Shop.Database;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Webhooks;
using Shop.ServiceDefaults;

namespace Shop.OrderApi;

/// <summary>Prepares the database and runs the module's statements once, so that the first customer does not pay for their compilation.</summary>
internal sealed class OrderStartup(
    OrderDatabase database, ConfiguredSubscribers subscribers, IDbContextFactory<OrderContext> contexts, TimeProvider time,
    ILogger<OrderStartup> logger)
    : DatabaseStartup(database.DataSource, OrderContext.Schema, time, logger)
{
    private readonly TimeProvider _time = time;

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await subscribers.SubscribeAsync(cancellationToken);
        await WarmUpAsync(cancellationToken);
        database.MarkPrepared();
    }

    /// <summary>An order that is placed, confirmed and never committed.</summary>
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var order = new PlaceOrderRequest("warm-up", [new(1, 1)], "none").ToOrder(_time.GetStoredNow(), "warm-up", traceParent: null);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            var key = IdempotencyKey.For(order, Guid.NewGuid().ToString());
            await OrderStatements.PlaceAsync(connection, transaction, [new(order, key, TimeSpan.Zero)], TimeSpan.FromDays(1), cancellationToken);
            var confirmed = order.In(order.State.Advance().Advance().Advance());
            var change = OrderEvent.Reached(confirmed, order.Version + 1, order.OrderDate);
            await OrderStatements.SaveAsync(connection, transaction, [new(confirmed, null, Leased: false, change)], cancellationToken);
            await transaction.RollbackAsync(cancellationToken);
        }
    }

    /// <summary>Orders are placed without EF Core; reading one takes it, and loading it takes a second.</summary>
    protected override async Task WarmUpLaterAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.FindOrderAsync(Guid.Empty, cancellationToken);
    }
}
