using Npgsql;
using NpgsqlTypes;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Authorizations;

/// <summary>
/// Authorizations in the database: one statement on the connection it is given, inside that connection's transaction where one
/// is open, and a transaction of its own otherwise.
/// </summary>
public static class AuthorizationStore
{
    private const string AuthorizeSql = $"SELECT {Statement.Columns} FROM payment.authorize($1, $2, $3, $4, $5, $6, $7, $8)";

    /// <summary>Enters the payments of several orders. An order that has a payment keeps the one it has.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="decided">What the gateway decided; no order twice.</param>
    /// <param name="now">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>An outcome for each, in their order.</returns>
    public static async Task<IReadOnlyList<AuthorizationOutcome>> AuthorizeAsync(
        NpgsqlConnection connection, IReadOnlyList<DecidedAuthorization> decided, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = new Guid[decided.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = Guid.CreateVersion7(now);

        await using var command = new NpgsqlCommand(AuthorizeSql, connection);
        Add(command, NpgsqlDbType.Uuid, ids);
        Add(command, NpgsqlDbType.Uuid, Column(decided, each => each.Request.OrderId));
        Add(command, NpgsqlDbType.Numeric, Column(decided, each => each.Request.Amount));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.Request.Currency));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.Request.Method));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.DeclineReason));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.GatewayKey));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });

        var existing = new Dictionary<Guid, Statement>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var statement = Statement.Read(reader);
                existing[statement.Payment.OrderId] = statement;
            }
        }

        var outcomes = new AuthorizationOutcome[decided.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = existing.TryGetValue(decided[i].Request.OrderId, out var before)
                ? AuthorizationOutcome.Of(decided[i].Request, before)
                : Entered(decided[i], ids[i], now);
        }

        return outcomes;
    }

    private static AuthorizationOutcome Entered(DecidedAuthorization decided, Guid id, DateTimeOffset now)
    {
        if (decided.DeclineReason is { } reason) return new AuthorizationOutcome.Declined(reason);
        var request = decided.Request;
        return new AuthorizationOutcome.Approved(new(
            id, request.OrderId, ToDatabasePrecision(now), request.Amount, request.Currency, request.Method, PaymentStatus.Authorized, 0.00m, 0.00m));
    }

    /// <summary>PostgreSQL keeps microseconds: the first answer must not say more than all later ones.</summary>
    private static DateTimeOffset ToDatabasePrecision(DateTimeOffset time) =>
        new(time.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    private static T[] Column<T>(IReadOnlyList<DecidedAuthorization> decided, Func<DecidedAuthorization, T> value)
    {
        var column = new T[decided.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(decided[i]);
        return column;
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
