using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Monolith.InProcess;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.PaymentApi.Authorizations;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.ProductApi.Data;
using Shop.ProductApi.Reservations;
using Shop.ServiceDefaults;

namespace Shop.Monolith.Checkout;

/// <summary>
/// What one process with one database is for: order, stock and payment in a single commit. Either the order is confirmed with
/// all of it or nothing has happened, so there is nothing to resume and nothing to give back. Orders that come at the same time
/// share the transaction. Whatever is not plain sailing (stock is short or locked, the payment has to be asked for outside, the key
/// was used before) is left to the checkout in steps, which answers exactly as the services do.
/// </summary>
internal sealed class OneTransactionCheckout : ICheckout, IDisposable
{
    private readonly SteppedCheckout _steps;
    private readonly OrderStore _store;
    private readonly CatalogueVersion _catalogue;
    private readonly LockPatience _patience;
    private readonly IPaymentGateway _gateway;
    private readonly OrderOptions _options;
    private readonly TimeProvider _time;
    private readonly BatchedStatement<Request, Order?> _commits;

    /// <summary>Opens the checkout.</summary>
    /// <param name="steps">Takes over what cannot be done in one transaction.</param>
    /// <param name="database">The database that holds all three schemas.</param>
    /// <param name="store">Told of every commit.</param>
    /// <param name="catalogue">Told of every change of stock.</param>
    /// <param name="patience">Knows whether to wait for locked stock.</param>
    /// <param name="gateway">Knows whose answer needs no asking.</param>
    /// <param name="options">How many orders share a transaction.</param>
    /// <param name="time">The clock for what is noted.</param>
    public OneTransactionCheckout(
        SteppedCheckout steps, OrderDatabase database, OrderStore store, CatalogueVersion catalogue, LockPatience patience,
        IPaymentGateway gateway, IOptions<OrderOptions> options, TimeProvider time)
    {
        (_steps, _store, _catalogue, _patience, _gateway, _options, _time) = (steps, store, catalogue, patience, gateway, options.Value, time);
        _commits = new(
            database.DataSource, (connection, batch) => _patience.DoAsync(_patience.MayWait, wait => CommitBatchAsync(connection, batch, wait)),
            _options.MaxBatch);
    }

    /// <inheritdoc/>
    public async Task<Order?> PlaceAsync(Order order, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (_gateway.ResultWithoutAsking(order.PaymentMethod) == GatewayResult.Approved && await TryCommitAsync(new(order, key)) is { } confirmed)
        {
            _store.Committed(confirmed, confirmed.Events[0]);
            return confirmed;
        }
        return await _steps.PlaceAsync(order, key, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _commits.Dispose();

    private async Task<Order?> TryCommitAsync(Request request)
    {
        try
        {
            return await _commits.RunAsync(request);
        }
        catch (DbException)
        {
            // Not committed, or committed without our hearing of it: the steps begin with the key and find out.
            return null;
        }
    }

    private async Task<IReadOnlyList<Order?>> CommitBatchAsync(NpgsqlConnection connection, IReadOnlyList<Request> batch, bool mayWait)
    {
        var now = _time.GetStoredNow();
        await using var transaction = await connection.BeginTransactionAsync();
        ReserveCommand[] wanted = [.. batch.Select(r => InProcessCatalog.CommandFor(r.Order.Id, r.Order.Lines))];
        var reserved = mayWait
            ? await ReservationStatements.ReserveAsync(connection, wanted, now, CancellationToken.None)
            : await ReservationStatements.ReserveAtOnceAsync(connection, wanted, now, CancellationToken.None);
        var confirmed = batch.Select((request, i) => reserved[i] is ReservationOutcome.Held held ? Confirmed(request.Order, held.Reservation) : null).ToArray();
        var orders = confirmed.OfType<Order>().ToArray();
        if (orders.Length == 0)
            return confirmed;
        if (orders.Any(order => order.IsPricedUnexpectedly))
            return await LeaveAsync();

        var paid = await AuthorizationStatements.AuthorizeAsync(connection, [.. orders.Select(Decided)], now, CancellationToken.None);
        var placed = await OrderStatements.PlaceAsync(
            connection, transaction, [.. batch.Where((_, i) => confirmed[i] is not null).Zip(orders, (r, order) => new NewOrder(order, r.Key, Lease: null))],
            _options.KeyLifetime, CancellationToken.None);
        if (placed.Count < orders.Length || !paid.All(outcome => outcome is AuthorizationOutcome.Approved))
        {
            // One of the keys stands for an order already.
            return await LeaveAsync();
        }
        await transaction.CommitAsync();
        _catalogue.Advance();
        return confirmed;

        // Alone, the request that is at fault is left to the steps; the others are not.
        async Task<IReadOnlyList<Order?>> LeaveAsync()
        {
            await transaction.RollbackAsync();
            return batch.Count == 1 ? [null] : throw new InvalidOperationException("One of the orders cannot be confirmed in this transaction.");
        }
    }

    private static DecidedAuthorization Decided(Order order) => new(
        new AuthorizeCommand(order.Id, order.Total, order.Currency, order.PaymentMethod), DeclineReason: null,
        new GatewayRequest(order.Id, MovementKind.Authorize, order.Total, order.Currency, order.PaymentMethod).Key);

    private static Order Confirmed(Order order, ReservationResponse held)
    {
        var priced = InProcessCatalog.Priced(held);
        var confirmed = (order with { Lines = priced.Lines, Total = priced.Total, Currency = priced.Currency })
            .In(new OrderState(OrderStatus.Confirmed, OrderGoal.None, OrderStep.None));
        return confirmed with { Events = [OrderEvent.Reached(confirmed, confirmed.Version, confirmed.OrderDate)] };
    }

    /// <summary>An order that is asked for.</summary>
    private sealed record Request(Order Order, IdempotencyKey Key);
}
