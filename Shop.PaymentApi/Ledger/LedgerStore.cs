using Npgsql;

namespace Shop.PaymentApi.Ledger;

/// <summary>
/// The ledger in the database: each method is one statement on the connection it is given, inside that connection's
/// transaction where one is open, and a transaction of its own otherwise.
/// </summary>
public static class LedgerStore
{
    private const string FindSql = $"SELECT {Statement.Columns} FROM payment.statements WHERE order_id = $1";

    private const string EntriesSql =
        "SELECT kind, debit_account, credit_account, amount, currency, reference, entered_at FROM payment.ledger_entries "
        + "WHERE order_id = $1 ORDER BY id";

    private const string ListSql =
        $"SELECT {Statement.Columns} FROM payment.statements "
        + "WHERE id > $1 AND ($3::uuid IS NULL OR order_id = $3) AND ($4::text IS NULL OR status = $4) ORDER BY id LIMIT $2";

    private const string EnterSql = $"SELECT {Statement.Columns} FROM payment.enter($1, $2, $3, $4, $5)";

    /// <summary>The payment of an order, or null where it has none.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    public static async Task<Statement?> FindAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Statement.Read(reader) : null;
    }

    /// <summary>The movements of an order's money, in the order in which they were made.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    public static async Task<IReadOnlyList<MovementAnswer>> EntriesAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(EntriesSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<MovementAnswer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetDecimal(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return entries;
    }

    /// <summary>Payments in order of their ids.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="after">Only payments with a greater id.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="orderId">Only the payment of this order; all without it.</param>
    /// <param name="status">Only payments that stand there; all without it.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    public static async Task<List<PaymentAnswer>> ListAsync(
        NpgsqlConnection connection, Guid after, int limit, Guid? orderId, PaymentStatus? status, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ListSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)orderId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)status?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var payments = new List<PaymentAnswer>();
        while (await reader.ReadAsync(cancellationToken)) payments.Add(Statement.Read(reader).Payment);
        return payments;
    }

    /// <summary>Enters a movement that the gateway has confirmed. One that is in the ledger already is not entered again.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="kind">A capture, a void or a refund.</param>
    /// <param name="reference">The id of the refund; empty for everything else.</param>
    /// <param name="amount">How much.</param>
    /// <param name="enteredAt">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The payment as it stands now.</returns>
    /// <exception cref="PostgresException">The entry would move money that is not there.</exception>
    public static async Task<Statement> EnterAsync(
        NpgsqlConnection connection, Guid orderId, MovementKind kind, string reference, decimal amount, DateTimeOffset enteredAt,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(EnterSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Statement.NameOf(kind) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reference });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = amount });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = enteredAt });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Statement.Read(reader);
    }
}
