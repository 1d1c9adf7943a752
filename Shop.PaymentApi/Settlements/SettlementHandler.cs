using Npgsql;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Settlements;

/// <summary>What came of asking to capture or to void.</summary>
internal abstract record SettlementOutcome
{
    private SettlementOutcome()
    {
    }

    /// <summary>It is done: by this request or by the same one before.</summary>
    public sealed record Done(PaymentResponse Payment) : SettlementOutcome;

    /// <summary>The order has no payment.</summary>
    public sealed record Unknown : SettlementOutcome;

    /// <summary>The opposite was decided before, or there is no money to settle.</summary>
    public sealed record Closed(PaymentStatus Status, MovementKind? Settlement) : SettlementOutcome;
}

/// <summary>
/// Takes held money or lets it go. The decision is committed before the gateway is asked to act on it and the movement is entered
/// after the gateway did: whatever breaks in between, asking again goes on from there, and the opposite can no longer happen.
/// </summary>
internal sealed class SettlementHandler(PaymentDatabase database, GatewayClient gateway, TimeProvider time)
{
    private const string SettleSql = $"SELECT {LedgerStatements.Columns} FROM payment.settle($1, $2, $3, $4)";

    /// <summary>Takes the money that is held for an order.</summary>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public Task<SettlementOutcome> CaptureAsync(Guid orderId, CancellationToken cancellationToken) =>
        SettleAsync(orderId, MovementKind.Capture, cancellationToken);

    /// <summary>Lets the money go that is held for an order, and sees to it that none can be held later.</summary>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public Task<SettlementOutcome> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        SettleAsync(orderId, MovementKind.Void, cancellationToken);

    private async Task<SettlementOutcome> SettleAsync(Guid orderId, MovementKind wanted, CancellationToken cancellationToken)
    {
        if (await DecideAsync(orderId, wanted, cancellationToken) is not { } decided) return new SettlementOutcome.Unknown();

        var payment = decided.Payment;
        // A declined payment holds nothing: there is nothing to take, and nothing left to do to let go.
        if (payment.Status == PaymentStatus.Declined && wanted == MovementKind.Void) return new SettlementOutcome.Done(payment);
        if (decided.Settlement != wanted) return new SettlementOutcome.Closed(payment.Status, decided.Settlement);
        if (payment.Status is not PaymentStatus.Authorized && payment.Amount > 0) return new SettlementOutcome.Done(payment);

        // Also for an order that never got as far as asking for money here: its request may have reached the gateway.
        var result = await gateway.AskAsync(new(orderId, wanted, payment.Amount, payment.Currency, payment.Method), cancellationToken);
        if (result != GatewayResult.Approved) return new SettlementOutcome.Closed(payment.Status, decided.Settlement);
        if (payment.Amount == 0) return new SettlementOutcome.Done(payment);

        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return new SettlementOutcome.Done(await LedgerStatements.EnterAsync(
            connection, orderId, wanted, reference: "", payment.Amount, time.GetUtcNow(), cancellationToken));
    }

    /// <summary>
    /// Decides what becomes of the money that is held for an order. The first decision stands. On a connection of its own: the
    /// gateway needs one, too, and requests that each held one while they waited for another would wait for each other.
    /// </summary>
    /// <returns>
    /// The payment with the decision that stands; null where an order without a payment was to be captured. Voiding such an order
    /// notes that it will never get any money.
    /// </returns>
    private async Task<PaymentState?> DecideAsync(Guid orderId, MovementKind wanted, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var now = time.GetUtcNow();
        await using var command = new NpgsqlCommand(SettleSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted.ToText() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? LedgerStatements.Read(reader) : null;
    }
}
