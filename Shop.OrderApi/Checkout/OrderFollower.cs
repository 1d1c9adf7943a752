using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Checkout;

/// <summary>Waits for an order that somebody else works on, and works on it when nobody does.</summary>
public sealed class OrderFollower(
    IDbContextFactory<OrderContext> contexts, OrderStore store, OrderDriver driver, OrderSignals signals,
    IOptions<OrderOptions> options, TimeProvider time)
{
    /// <summary>How long to wait for a signal before looking: the one who works may be in another process.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>An order as it is now, or null.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Order?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.FindOrderAsync(orderId, cancellationToken);
    }

    /// <summary>Follows an order until it has come far enough, but no longer than <see cref="OrderOptions.FollowTimeout"/>.</summary>
    /// <param name="order">The order as last read.</param>
    /// <param name="farEnough">What is waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The order as last read; it may not have come far enough.</returns>
    public async Task<Order> FollowAsync(Order order, Func<Order, bool> farEnough, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(farEnough);
        var start = time.GetTimestamp();
        while (!farEnough(order) && time.GetElapsedTime(start) < options.Value.FollowTimeout)
        {
            var changed = signals.Listen(order.Id);
            if (await FindAsync(order.Id, cancellationToken) is not { } current) return order;
            order = current;
            if (farEnough(order) || order.State.IsAtRest) break;

            if (order.LeaseUntil is { } lease && lease > time.GetUtcNow())
            {
                await signals.WaitAsync(changed, LongestWait, cancellationToken);
                continue;
            }

            if (await store.SaveAsync(new(order, options.Value.Lease, Leased: true)) is not { } leased) continue;
            var result = await driver.DriveAsync(leased, promised: true, cancellationToken);
            order = result.Order;
            if (!result.Superseded) break;
        }

        return order;
    }
}
