using Npgsql;
using Shop.OrderApi.Data;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// A step of events on their way out: which of them wait for it, and how it is noted that it is done. Where a broker takes part there are
/// two, each with a lock of its own, so that publishers in the database do not wait for a broker that is away.
/// </summary>
internal sealed class OutboxStage
{
    /// <summary>The most events of one transaction.</summary>
    public const int MaxEvents = 500;

    private readonly string _beginSql, _readSql, _markSql;

    private OutboxStage(string relay, string pending, string mark, bool isLast)
    {
        // A relay that was frozen in the middle loses its transaction, so that another one can go on.
        _beginSql = $"""
            SET LOCAL idle_in_transaction_session_timeout = '{LongestSilence.TotalSeconds}s';
            SELECT pg_try_advisory_xact_lock(hashtextextended('{relay}', 0))
            """;
        _readSql = $"""
            SELECT e.sequence, e.trace_parent, {OrderStatements.EventColumns}
            FROM orders.events e JOIN orders.orders o ON o.id = e.order_id
            WHERE {pending}
            ORDER BY e.sequence
            LIMIT $1
            """;
        _markSql = $"UPDATE orders.events SET {mark} = $2 WHERE published_at IS NULL AND sequence = ANY ($1)";
        IsLast = isLast;
    }

    /// <summary>A relay that says nothing to the database for as long is taken for dead.</summary>
    public static TimeSpan LongestSilence { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The only step, where nothing but the database takes part. What a broker was to have before is handed over once more.</summary>
    public static OutboxStage Only { get; } = new("orders outbox relay", "e.published_at IS NULL", "published_at", isLast: true);

    /// <summary>The step within the database, before that of a broker.</summary>
    public static OutboxStage BeforeBroker { get; } =
        new("orders outbox relay", "e.published_at IS NULL AND e.handed_at IS NULL", "handed_at", isLast: false);

    /// <summary>The broker's step.</summary>
    public static OutboxStage Broker { get; } =
        new("orders broker relay", "e.published_at IS NULL AND e.handed_at IS NOT NULL", "published_at", isLast: true);

    /// <summary>Whether an event is published when it has taken this step.</summary>
    public bool IsLast { get; }

    /// <summary>Takes the step's lock until the transaction ends; false where another relay has it.</summary>
    public async Task<bool> TryBeginAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = NewCommand(_beginSql, connection, transaction);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Events that wait, the oldest first.</summary>
    public async Task<List<PendingEvent>> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = NewCommand(_readSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxEvents });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pending = new List<PendingEvent>();
        while (await reader.ReadAsync(cancellationToken))
            pending.Add(new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1), OrderStatements.ReadEvent(reader, 2)));
        return pending;
    }

    /// <summary>Notes that events have taken the step.</summary>
    public async Task MarkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<PendingEvent> done, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = NewCommand(_markSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. done.Select(p => p.Sequence)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

#pragma warning disable CA2100 // The stages' own constants.
    private static NpgsqlCommand NewCommand(string sql, NpgsqlConnection connection, NpgsqlTransaction transaction) => new(sql, connection, transaction);
#pragma warning restore CA2100
}
