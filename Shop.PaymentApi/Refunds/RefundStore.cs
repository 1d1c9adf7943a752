using Npgsql;
using NpgsqlTypes;

namespace Shop.PaymentApi.Refunds;

/// <summary>Refunds in the database: one statement on the connection it is given.</summary>
public static class RefundStore
{
    private const string RequestSql = "SELECT outcome, amount FROM payment.request_refund($1, $2, $3, $4)";

    /// <summary>Sets money aside to be given back, as <c>request_refund.sql</c> says.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="refundId">Tells refunds of one order apart.</param>
    /// <param name="amount">How much; all that is left where it is null.</param>
    /// <param name="now">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The outcome's name and the amount that goes with it; null where the order has no payment.</returns>
    public static async Task<(string Outcome, decimal Amount)?> RequestAsync(
        NpgsqlConnection connection, Guid orderId, string refundId, decimal? amount, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RequestSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = refundId });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)amount ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetDecimal(1)) : null;
    }
}
