using Npgsql;
using NpgsqlTypes;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Authorizations;

/// <summary>An authorization that the gateway has decided, to be entered.</summary>
/// <param name="Command">What was asked for.</param>
/// <param name="DeclineReason">Why the gateway refused; null where it approved.</param>
/// <param name="GatewayKey">
/// The gateway's idempotency key where its record is to be kept in the same statement; null where the gateway was asked.
/// </param>
internal sealed record DecidedAuthorization(AuthorizeCommand Command, string? DeclineReason, string? GatewayKey);

/// <summary>
/// Authorizations in the database: one statement on the connection it is given, inside that connection's transaction where one
/// is open, and a transaction of its own otherwise.
/// </summary>
internal static class AuthorizationStatements
{
    private const string AuthorizeSql = $"SELECT {LedgerStatements.Columns} FROM payment.authorize($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string RequestSql = $"SELECT {LedgerStatements.Columns} FROM payment.request_authorization($1, $2, $3, $4, $5, $6, $7)";

    /// <summary>Notes that the gateway is about to be asked, unless the order has a payment already.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="now">The time to note (UTC).</param>
    /// <param name="grace">How long the caller has for it before somebody else asks.</param>
    /// <returns>The payment that the order has now; pending while the gateway's answer is not known.</returns>
    public static async Task<PaymentState> RequestAsync(NpgsqlConnection connection, AuthorizeCommand asked, DateTimeOffset now, TimeSpan grace)
    {
        await using var command = new NpgsqlCommand(RequestSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = asked.OrderId });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = asked.Amount });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = asked.Currency });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = asked.Method });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = grace });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return LedgerStatements.Read(reader);
    }

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
        Add(command, NpgsqlDbType.Uuid, Column(decided, each => each.Command.OrderId));
        Add(command, NpgsqlDbType.Numeric, Column(decided, each => each.Command.Amount));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.Command.Currency));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.Command.Method));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.DeclineReason));
        Add(command, NpgsqlDbType.Text, Column(decided, each => each.GatewayKey));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });

        var existing = new Dictionary<Guid, PaymentState>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var state = LedgerStatements.Read(reader);
                existing[state.Payment.OrderId] = state;
            }
        }

        var outcomes = new AuthorizationOutcome[decided.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = existing.TryGetValue(decided[i].Command.OrderId, out var before)
                ? AuthorizationOutcome.Of(decided[i].Command, before)
                : Entered(decided[i], ids[i], now);
        }

        return outcomes;
    }

    private static AuthorizationOutcome Entered(DecidedAuthorization decided, Guid id, DateTimeOffset now)
    {
        if (decided.DeclineReason is { } reason) return new AuthorizationOutcome.Declined(reason);
        var command = decided.Command;
        return new AuthorizationOutcome.Approved(new(
            id, command.OrderId, now, command.Amount, command.Currency, command.Method, PaymentStatus.Authorized, 0.00m, 0.00m));
    }

    private static T[] Column<T>(IReadOnlyList<DecidedAuthorization> decided, Func<DecidedAuthorization, T> value)
    {
        var column = new T[decided.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(decided[i]);
        return column;
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
