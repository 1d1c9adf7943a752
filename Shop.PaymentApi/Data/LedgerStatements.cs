using Npgsql;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Data;

/// <summary>
/// What all features do with the ledger: each method is one statement on the connection it is given, inside that connection's
/// transaction where one is open, and a transaction of its own otherwise.
/// </summary>
internal static class LedgerStatements
{
    /// <summary>The columns of <c>payment.statements</c> that <see cref="Read"/> expects, from the first one on.</summary>
    public const string Columns =
        "id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided";

    /// <summary>Reads the payment of the order <c>$1</c>.</summary>
    public const string FindSql = $"SELECT {Columns} FROM payment.statements WHERE order_id = $1";

    /// <summary>The payment of an order, or null where it has none.</summary>
    public static async Task<PaymentState?> FindAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Reads the row of <see cref="Columns"/> that the reader is at.</summary>
    public static PaymentState Read(NpgsqlDataReader reader) => new(
        new(
            reader.GetGuid(0), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetDecimal(3), reader.GetString(4),
            reader.GetString(5), Enum.Parse<PaymentStatus>(reader.GetString(6)), reader.GetDecimal(7), reader.GetDecimal(8)),
        reader.IsDBNull(9) ? null : reader.GetString(9),
        reader.IsDBNull(10) ? null : MovementKindText.Parse(reader.GetString(10)),
        reader.GetDecimal(11));
}
