using Npgsql;
using NpgsqlTypes;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Refunds;

/// <summary>What came of asking for a refund.</summary>
internal abstract record RefundOutcome
{
    private RefundOutcome()
    {
    }

    /// <summary>The money is given back: by this request or by the same one before.</summary>
    public sealed record Done(PaymentResponse Payment) : RefundOutcome;

    /// <summary>The order has no payment.</summary>
    public sealed record Unknown : RefundOutcome;

    /// <summary>Nothing was captured, so there is nothing to give back.</summary>
    public sealed record NotCaptured : RefundOutcome;

    /// <summary>The refund was asked for before with another amount: this one.</summary>
    public sealed record Conflict(decimal Amount) : RefundOutcome;

    /// <summary>There is not so much left to give back.</summary>
    public sealed record Exceeds(decimal Remaining) : RefundOutcome;

    /// <summary>The gateway refuses.</summary>
    public sealed record Refused : RefundOutcome;
}

/// <summary>
/// Gives captured money back, never more than was captured. The money is set aside before the gateway is asked and entered after
/// the gateway gave it back: whatever breaks in between, the same refund goes on from there, and no other can use the money.
/// </summary>
internal sealed class RefundHandler(PaymentDatabase database, GatewayClient gateway, TimeProvider time)
{
    private const string RequestSql = "SELECT outcome, amount FROM payment.request_refund($1, $2, $3, $4)";

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
        PaymentResponse payment;
        // Given back before the gateway is asked, which needs one, too: requests that each held one while they waited for another
        // would wait for each other.
        await using (var asking = await database.Source.OpenConnectionAsync(cancellationToken))
        {
            if (await SetAsideAsync(asking, orderId, refundId, amount, cancellationToken) is not { } setAside)
                return new RefundOutcome.Unknown();

            (outcome, found) = setAside;
            switch (outcome)
            {
                case "closed":
                    return new RefundOutcome.NotCaptured();
                case "exceeds":
                    return new RefundOutcome.Exceeds(found);
                case "other":
                    return new RefundOutcome.Conflict(found);
            }

            payment = (await LedgerStatements.FindAsync(asking, orderId, cancellationToken))!.Payment;
        }

        if (outcome == "entered") return new RefundOutcome.Done(payment);

        var result = await gateway.AskAsync(
            new(orderId, MovementKind.Refund, found, payment.Currency, payment.Method, refundId), cancellationToken);
        if (result != GatewayResult.Approved) return new RefundOutcome.Refused();
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return new RefundOutcome.Done(await LedgerStatements.EnterAsync(
            connection, orderId, MovementKind.Refund, refundId, found, time.GetUtcNow(), cancellationToken));
    }

    /// <summary>The outcome's name and the amount that goes with it, as <c>request_refund.sql</c> says; null where the order has no payment.</summary>
    private async Task<(string Outcome, decimal Amount)?> SetAsideAsync(
        NpgsqlConnection connection, Guid orderId, string refundId, decimal? amount, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RequestSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = refundId });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)amount ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetDecimal(1)) : null;
    }
}
