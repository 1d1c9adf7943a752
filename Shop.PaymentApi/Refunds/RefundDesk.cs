using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Refunds;

/// <summary>
/// Gives captured money back, never more than was captured. The money is set aside before the gateway is asked and entered after
/// the gateway gave it back: whatever breaks in between, the same refund goes on from there, and no other can use the money.
/// </summary>
public sealed class RefundDesk
{
    private readonly PaymentDatabase _database;
    private readonly GatewayCaller _gateway;
    private readonly TimeProvider _time;

    /// <summary>Opens the desk.</summary>
    /// <param name="database">Connections.</param>
    /// <param name="gateway">Asks the provider until it is certain what happened.</param>
    /// <param name="time">The clock for what is noted.</param>
    public RefundDesk(PaymentDatabase database, GatewayCaller gateway, TimeProvider time) =>
        (_database, _gateway, _time) = (database, gateway, time);

    /// <summary>Gives money back.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="refundId">Tells refunds of one order apart; repeating one answers the same.</param>
    /// <param name="amount">How much; all that is left where it is null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public async Task<RefundOutcome> RefundAsync(Guid orderId, string refundId, decimal? amount, CancellationToken cancellationToken)
    {
        string outcome;
        decimal found;
        PaymentAnswer payment;
        // Given back before the gateway is asked, which needs one, too: requests that each held one while they waited for another
        // would wait for each other.
        await using (var asking = await _database.Source.OpenConnectionAsync(cancellationToken))
        {
            if (await RefundStore.RequestAsync(asking, orderId, refundId, amount, _time.GetUtcNow(), cancellationToken) is not { } requested)
                return new RefundOutcome.Unknown();

            (outcome, found) = requested;
            switch (outcome)
            {
                case "closed":
                    return new RefundOutcome.NotCaptured();
                case "exceeds":
                    return new RefundOutcome.Exceeds(found);
                case "other":
                    return new RefundOutcome.Conflict(found);
            }

            payment = (await LedgerStore.FindAsync(asking, orderId, cancellationToken))!.Payment;
        }

        if (outcome == "entered") return new RefundOutcome.Done(payment);

        var answer = await _gateway.AskAsync(
            new(orderId, MovementKind.Refund, found, payment.Currency, payment.Method, refundId), cancellationToken);
        if (answer != GatewayAnswer.Approved) return new RefundOutcome.Refused();
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        var entered = await LedgerStore.EnterAsync(
            connection, orderId, MovementKind.Refund, refundId, found, _time.GetUtcNow(), cancellationToken);
        return new RefundOutcome.Done(entered.Payment);
    }
}
