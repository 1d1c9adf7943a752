using Npgsql;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Captures;

/// <summary>Decisions about held money in the database: one statement on the connection it is given.</summary>
public static class SettlementStore
{
    private const string SettleSql = $"SELECT {Statement.Columns} FROM payment.settle($1, $2, $3, $4)";

    /// <summary>Decides what becomes of the money that is held for an order. The first decision stands.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="wanted"><see cref="Statement.ToCapture"/> or <see cref="Statement.ToVoid"/>.</param>
    /// <param name="now">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>
    /// The payment with the decision that stands; null where an order without a payment was to be captured. Voiding such an order
    /// notes that it will never get any money.
    /// </returns>
    public static async Task<Statement?> DecideAsync(
        NpgsqlConnection connection, Guid orderId, string wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SettleSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Statement.Read(reader) : null;
    }
}
