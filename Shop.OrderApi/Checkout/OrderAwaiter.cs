using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Checkout;

/// <summary>Waits for an order that somebody else works on, and works on it when nobody does.</summary>
internal sealed class OrderAwaiter(
    IDbContextFactory<OrderContext> contexts, OrderStore store, OrderDriver driver, OrderChangeNotifier changes,
    IOptions<OrderOptions> options, TimeProvider time)
{
    /// <summary>How long to wait for a signal before looking: the one who works may be in another process.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Waits until an order has come far enough, but no longer than <see cref="OrderOptions.FollowTimeout"/>: the order that
    /// comes out is the last one read, and may not have.
    /// </summary>
    public async Task<Order> WaitAsync(Order order, Func<Order, bool> farEnough, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!farEnough(order) && time.GetElapsedTime(start) < options.Value.FollowTimeout)
        {
            var changed = changes.Listen(order.Id);
            if (await FindAsync(order.Id, cancellationToken) is not var (current, isLeased)) return order;
            order = current;
            if (farEnough(order) || order.State.IsAtRest) break;

            if (isLeased)
            {
                await changes.WaitAsync(changed, LongestWait, cancellationToken);
                continue;
            }

            if (await store.SaveAsync(new(order, options.Value.Lease, Leased: true)) is not { } leased) continue;
            var result = await driver.DriveAsync(leased, promised: true, cancellationToken);
            order = result.Order;
            if (!result.Superseded) break;
        }

        return order;
    }

    private async Task<(Order Order, bool IsLeased)?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.FindWithLeaseAsync(orderId, options.Value.Lease, cancellationToken);
    }
}
