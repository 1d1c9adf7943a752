using Microsoft.Extensions.Options;
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
/// Gives captured money back, never more than was captured. The money is set aside before the gateway is asked, together with the
/// note that it is asked, and entered after the gateway gave it back: whatever breaks in between, it goes on from there, by the
/// same request or by itself, and no other refund can use the money. A client that hangs up changes nothing.
/// </summary>
internal sealed class RefundHandler(PaymentDatabase database, GatewayClient gateway, IOptions<PaymentOptions> options, TimeProvider time)
{
    private const string RequestSql = "SELECT outcome, refund_id, amount, currency, method FROM payment.request_refund($1, $2, $3, $4, $5)";

    /// <summary>
    /// Everything is back after the refunds that are under way and one more; only refunds that others begin meanwhile can add to that.
    /// </summary>
    private const int MostRefundsUntilAllIsBack = 20;

    /// <summary>Gives money back.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="refundId">
    /// Tells refunds of one order apart; repeating one answers the same. Null where everything is to be back that was captured: done
    /// is then said only when that is so, and asking again gives back only what is still owed.
    /// </param>
    /// <param name="amount">How much; all that is left where it is null. Always null without a refundId.</param>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public async Task<RefundOutcome> RefundAsync(Guid orderId, string? refundId, decimal? amount)
    {
        for (var refunds = 0; refunds < MostRefundsUntilAllIsBack; refunds++)
        {
            if (await SetAsideAsync(orderId, refundId, amount) is not { } found) return new RefundOutcome.Unknown();

            switch (found.Outcome)
            {
                case "closed":
                    return new RefundOutcome.NotCaptured();
                case "exceeds":
                    return new RefundOutcome.Exceeds(found.Request.Amount);
                case "other":
                    return new RefundOutcome.Conflict(found.Request.Amount);
                case "refused":
                    return new RefundOutcome.Refused();
                case "pending":
                    throw new GatewayUncertainException("The payment gateway has not answered the capture yet.");
                case "entered":
                    return new RefundOutcome.Done(found.Payment);
            }

            var (result, state) = await gateway.AskAsync(found.Request);
            if (result != GatewayResult.Approved) return new RefundOutcome.Refused();
            if (refundId is not null) return new RefundOutcome.Done(state.Payment);
        }

        throw new GatewayUncertainException("Other refunds of the order come in between again and again.");
    }

    /// <summary>
    /// The outcome's name, as <c>request_refund.sql</c> says it, with the amount that goes with it, what the gateway is to be asked for,
    /// and the payment; null where the order has no payment. All in one round trip: a database that is far away may leave a caller the
    /// time for no second one, and what was refunded meanwhile has to be said at some attempt. On a connection of its own: the gateway
    /// needs one, too, and requests that each held one while they waited for another would wait for each other.
    /// </summary>
    private async Task<(string Outcome, GatewayRequest Request, PaymentResponse Payment)?> SetAsideAsync(Guid orderId, string? refundId, decimal? amount)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        var request = new NpgsqlBatchCommand(RequestSql);
        request.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        request.Parameters.Add(new NpgsqlParameter { Value = (object?)refundId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        request.Parameters.Add(new NpgsqlParameter { Value = (object?)amount ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        request.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        request.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.ReconcileAfter });
        batch.BatchCommands.Add(request);
        var find = new NpgsqlBatchCommand(LedgerStatements.FindSql);
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        batch.BatchCommands.Add(find);

        await using var reader = await batch.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return null;
        var outcome = reader.GetString(0);
        var toGateway = new GatewayRequest(
            orderId, MovementKind.Refund, reader.GetDecimal(2), reader.GetString(3), reader.GetString(4), reader.GetString(1));
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return (outcome, toGateway, LedgerStatements.Read(reader).Payment);
    }
}
