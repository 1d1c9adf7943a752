using Npgsql;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Gateway;

/// <summary>
/// What is kept of the gateway's work: that it was asked, written down by whoever decides to ask, and what came of it. None of
/// this can be given up by a caller: money that the gateway has moved is in the ledger whether or not somebody still waits for it.
/// </summary>
internal sealed class GatewayRecords(PaymentDatabase database, TimeProvider time)
{
    private const string EnterSql = $"SELECT {LedgerStatements.Columns} FROM payment.enter($1, $2, $3, $4, $5)";
    private const string AnswerSql = $"SELECT {LedgerStatements.Columns} FROM payment.answer_authorization($1, $2, $3)";
    private const string RefuseSql = $"SELECT {LedgerStatements.Columns} FROM payment.refuse_refund($1, $2, $3)";

    /// <summary>
    /// Requests of others that are overdue are skipped while another replica takes them. The pause is counted by the database's
    /// clock, as the due time is: a replica whose clock is wrong takes none too early or too late.
    /// </summary>
    private const string ClaimSql = """
        UPDATE payment.gateway_requests AS r
        SET attempts = r.attempts + 1, due_at = now() + least($2 * power(2, least(r.attempts, 20)), $3)
        FROM (
            SELECT order_id, kind, reference FROM payment.gateway_requests WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ) AS due
        WHERE (r.order_id, r.kind, r.reference) = (due.order_id, due.kind, due.reference)
        RETURNING r.order_id, r.kind, r.amount, r.currency, r.method, r.reference
        """;

    private const string DifferencesSql = """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(asked_at)), 0)::double precision
        FROM payment.gateway_requests WHERE asked_at <= now() - $1
        """;

    private const string DueSql = """
        SELECT (SELECT count(*) FROM payment.gateway_requests WHERE due_at <= now()), (SELECT min(due_at) FROM payment.gateway_requests WHERE due_at > now())
        """;

    /// <summary>Enters what the gateway has answered, and strikes out the note that it was asked.</summary>
    /// <returns>The payment as it stands now.</returns>
    /// <exception cref="PostgresException">The entry would move money that is not there.</exception>
    public async Task<PaymentState> EnterAsync(GatewayRequest request, GatewayResult result)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand { Connection = connection };
        var now = new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() };
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request.OrderId });
        switch (request.Kind, result)
        {
            case var _ when !request.IsEndedBy(result):
                // The note stays, and shows as a difference.
                command.CommandText = LedgerStatements.FindSql;
                break;
            case (MovementKind.Authorize, _):
                command.CommandText = AnswerSql;
                command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = result == GatewayResult.Approved ? null : result.ToText() });
                command.Parameters.Add(now);
                break;
            case (MovementKind.Refund, not GatewayResult.Approved):
                command.CommandText = RefuseSql;
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reference });
                command.Parameters.Add(now);
                break;
            default:
                command.CommandText = EnterSql;
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Kind.ToText() });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reference });
                command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = request.Amount });
                command.Parameters.Add(now);
                break;
        }

        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return LedgerStatements.Read(reader);
    }

    /// <summary>Takes requests whose time is over, for this replica to ask again.</summary>
    /// <param name="most">The most of them.</param>
    /// <param name="pause">How long until one may be taken again, the first time; doubles each time.</param>
    /// <param name="longestPause">But no longer than this.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<GatewayRequest>> ClaimAsync(int most, TimeSpan pause, TimeSpan longestPause, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(ClaimSql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pause });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = longestPause });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<GatewayRequest>();
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new(
                reader.GetGuid(0), MovementKindText.Parse(reader.GetString(1)), reader.GetDecimal(2), reader.GetString(3), reader.GetString(4),
                reader.GetString(5)));
        }

        return claimed;
    }

    /// <summary>How many requests have no result in the ledger for longer than they may take, and how old the oldest is.</summary>
    public async Task<(long Count, TimeSpan Oldest)> CountDifferencesAsync(TimeSpan after, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(DifferencesSql);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = after });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), TimeSpan.FromSeconds(reader.GetDouble(1)));
    }

    /// <summary>How many requests are due to be taken, and when the next of the others will be.</summary>
    public async Task<(long Due, DateTimeOffset? NextAt)> CountDueAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(DueSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1));
    }
}
