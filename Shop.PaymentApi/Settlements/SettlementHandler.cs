using Microsoft.Extensions.Options;
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
/// Takes held money or lets it go. The decision is committed before the gateway is asked to act on it, together with the note that
/// it is asked, and the movement is entered after the gateway did: whatever breaks in between, it goes on from there, by the same
/// request or by itself, and the opposite can no longer happen. A client that hangs up changes nothing.
/// </summary>
internal sealed class SettlementHandler(PaymentDatabase database, GatewayClient gateway, IOptions<PaymentOptions> options, TimeProvider time)
{
    private const string SettleSql = $"SELECT {LedgerStatements.Columns} FROM payment.settle($1, $2, $3, $4, $5)";

    /// <summary>Takes the money that is held for an order.</summary>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public Task<SettlementOutcome> CaptureAsync(Guid orderId) => SettleAsync(orderId, MovementKind.Capture);

    /// <summary>Lets the money go that is held for an order, and sees to it that none can be held later.</summary>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public Task<SettlementOutcome> VoidAsync(Guid orderId) => SettleAsync(orderId, MovementKind.Void);

    private async Task<SettlementOutcome> SettleAsync(Guid orderId, MovementKind wanted)
    {
        if (await DecideAsync(orderId, wanted) is not { } decided) return new SettlementOutcome.Unknown();

        var payment = decided.Payment;
        if (payment.Status == PaymentStatus.Pending) throw new GatewayUncertainException("The payment gateway has not answered the authorization yet.");
        // A declined payment holds nothing: there is nothing to take, and nothing left to do to let go.
        if (payment.Status == PaymentStatus.Declined && wanted == MovementKind.Void) return new SettlementOutcome.Done(payment);
        if (decided.Settlement != wanted) return new SettlementOutcome.Closed(payment.Status, decided.Settlement);
        if (decided.IsSettled) return new SettlementOutcome.Done(payment);

        // Also for an order that never got as far as asking for money here: its request may have reached the gateway.
        var (result, settled) = await gateway.AskAsync(new(orderId, wanted, payment.Amount, payment.Currency, payment.Method));
        return result == GatewayResult.Approved
            ? new SettlementOutcome.Done(settled.Payment)
            : new SettlementOutcome.Closed(payment.Status, decided.Settlement);
    }

    /// <summary>
    /// Decides what becomes of the money that is held for an order. The first decision stands. On a connection of its own: the
    /// gateway needs one, too, and requests that each held one while they waited for another would wait for each other.
    /// </summary>
    /// <returns>
    /// The payment with the decision that stands; null where an order without a payment was to be captured. Voiding such an order
    /// notes that it will never get any money.
    /// </returns>
    private async Task<PaymentState?> DecideAsync(Guid orderId, MovementKind wanted)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        var now = time.GetUtcNow();
        await using var command = new NpgsqlCommand(SettleSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted.ToText() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.ReconcileAfter });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? LedgerStatements.Read(reader) : null;
    }
}
