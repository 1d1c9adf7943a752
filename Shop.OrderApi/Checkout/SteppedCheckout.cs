using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// How an order is taken: step by step over three databases, or (in one process with one database) all at once. Whichever it
/// is, an order that is answered exists, and the same key gets the same answer.
/// </summary>
internal interface ICheckout
{
    /// <summary>Takes an order, or finds the one that the same request has placed before.</summary>
    /// <param name="order">The order as asked for, in state <see cref="OrderState.Placed"/>.</param>
    /// <param name="key">The customer's name for the request.</param>
    /// <param name="cancellationToken">Stops waiting for the work of others; a placed order is still driven on.</param>
    /// <returns>The order with its events, or null when the key was used for something else.</returns>
    Task<Order?> PlaceAsync(Order order, IdempotencyKey key, CancellationToken cancellationToken);
}

/// <summary>
/// The checkout over three databases: the order and its key are committed before anything else happens, then the stock, then
/// the payment, then the confirmation. Four commits when all goes well.
/// </summary>
internal sealed partial class SteppedCheckout(
    IDbContextFactory<OrderContext> contexts, OrderStore store, OrderDriver driver, OrderAwaiter awaiter, IOptions<OrderOptions> options,
    ILogger<SteppedCheckout> logger)
    : ICheckout
{
    /// <summary>How often the order of a key may slip away between two looks before the client is told to come back.</summary>
    private const int MaxTries = 4;

    public async Task<Order?> PlaceAsync(Order order, IdempotencyKey key, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            if (await store.PlaceAsync(new(order, key, options.Value.Lease))) return await DriveAsync(order, cancellationToken);

            var (record, existing) = await FindAsync(key, cancellationToken);
            if (record is null || existing is null) continue;

            // Written by this very request, and only the answer to its commit was lost: nobody else is at work on it.
            if (existing.Id == order.Id && existing.Version == order.Version && !IsDecided(existing)) return await DriveAsync(order, cancellationToken);

            if (!CryptographicOperations.FixedTimeEquals(record.Fingerprint, key.Fingerprint)) return null;
            return IsDecided(existing) ? existing : await WrittenDownAsync(existing, () => awaiter.WaitAsync(existing, IsDecided, cancellationToken));
        }

        return order with { Refusal = Refusal.Busy };
    }

    /// <summary>
    /// Runs to its own end, not to the client's: an order that is written down is worked on whether or not somebody still
    /// waits for the answer.
    /// </summary>
    private Task<Order> DriveAsync(Order order, CancellationToken cancellationToken) => WrittenDownAsync(order, async () =>
    {
        using var activity = OrderTelemetry.Source.StartActivity("checkout");
        activity?.SetTag("shop.order.id", order.Id);
        var result = await driver.DriveAsync(order, promised: false, CancellationToken.None);
        var driven = result.Superseded ? await awaiter.WaitAsync(result.Order, IsDecided, cancellationToken) : result.Order;
        activity?.SetTag("shop.order.status", driven.Status.ToString());
        return driven;
    });

    /// <summary>
    /// Goes on with an order that is written down. When the database fails on the way, the order is answered as it was known
    /// last: it exists, and a worker takes it up.
    /// </summary>
    private async Task<Order> WrittenDownAsync(Order order, Func<Task<Order>> goOnAsync)
    {
        try
        {
            return await goOnAsync();
        }
        catch (Exception exception) when (exception is DbException || exception.InnerException is DbException)
        {
            LogLeft(logger, order.Id, exception.Message);
            return order;
        }
    }

    /// <summary>Whether the answer is certain, even if something is still to be given back.</summary>
    private static bool IsDecided(Order order) => order.State.IsSettled || order.Goal != OrderGoal.Confirm;

    private async Task<(IdempotencyRecord? Record, Order? Order)> FindAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var record = await context.IdempotencyKeys.AsNoTracking()
            .FirstOrDefaultAsync(k => k.CustomerId == key.CustomerId && k.Key == key.Key, cancellationToken);
        return (record, record is null ? null : await context.FindOrderAsync(record.OrderId, cancellationToken));
    }

    [LoggerMessage(LogLevel.Warning, "Order {OrderId} was left where it was, until its lease is over: {Reason}")]
    private static partial void LogLeft(ILogger logger, Guid orderId, string reason);
}
