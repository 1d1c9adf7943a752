using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Captures;

/// <summary>
/// Takes held money or lets it go. The decision is committed before the gateway is asked to act on it and the movement is entered
/// after the gateway did: whatever breaks in between, asking again goes on from there, and the opposite can no longer happen.
/// </summary>
public sealed class SettlementDesk
{
    private readonly PaymentDatabase _database;
    private readonly GatewayCaller _gateway;
    private readonly TimeProvider _time;

    /// <summary>Opens the desk.</summary>
    /// <param name="database">Connections.</param>
    /// <param name="gateway">Asks the provider until it is certain what happened.</param>
    /// <param name="time">The clock for what is noted.</param>
    public SettlementDesk(PaymentDatabase database, GatewayCaller gateway, TimeProvider time) =>
        (_database, _gateway, _time) = (database, gateway, time);

    /// <summary>Takes the money that is held for an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public Task<SettlementOutcome> CaptureAsync(Guid orderId, CancellationToken cancellationToken) =>
        SettleAsync(orderId, MovementKind.Capture, cancellationToken);

    /// <summary>Lets the money go that is held for an order, and sees to it that none can be held later.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public Task<SettlementOutcome> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        SettleAsync(orderId, MovementKind.Void, cancellationToken);

    private async Task<SettlementOutcome> SettleAsync(Guid orderId, MovementKind kind, CancellationToken cancellationToken)
    {
        var wanted = Statement.NameOf(kind);
        if (await DecideAsync(orderId, wanted, cancellationToken) is not { } decided) return new SettlementOutcome.Unknown();

        var payment = decided.Payment;
        // A declined payment holds nothing: there is nothing to take, and nothing left to do to let go.
        if (payment.Status == PaymentStatus.Declined && kind == MovementKind.Void) return new SettlementOutcome.Done(payment);
        if (decided.Settlement != wanted) return new SettlementOutcome.Closed(payment.Status, decided.Settlement);
        if (payment.Status is not PaymentStatus.Authorized && payment.Amount > 0) return new SettlementOutcome.Done(payment);

        // Also for an order that never got as far as asking for money here: its request may have reached the gateway.
        var answer = await _gateway.AskAsync(new(orderId, kind, payment.Amount, payment.Currency, payment.Method), cancellationToken);
        if (answer != GatewayAnswer.Approved) return new SettlementOutcome.Closed(payment.Status, decided.Settlement);
        if (payment.Amount == 0) return new SettlementOutcome.Done(payment);

        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        var entered = await LedgerStore.EnterAsync(
            connection, orderId, kind, reference: "", payment.Amount, _time.GetUtcNow(), cancellationToken);
        return new SettlementOutcome.Done(entered.Payment);
    }

    /// <summary>
    /// On a connection of its own: the gateway needs one, too, and requests that each held one while they waited for another
    /// would wait for each other.
    /// </summary>
    private async Task<Statement?> DecideAsync(Guid orderId, string wanted, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        return await SettlementStore.DecideAsync(connection, orderId, wanted, _time.GetUtcNow(), cancellationToken);
    }
}
