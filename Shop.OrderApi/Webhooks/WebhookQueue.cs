using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Subscriptions;

namespace Shop.OrderApi.Webhooks;

/// <summary>A delivery that was due, and the call to make; no call where its turn has not come or will never come.</summary>
internal sealed record ClaimedDelivery(long Id, Guid SubscriptionId, int Attempt, WebhookCall? Call);

/// <summary>The queues of the subscriptions, in the database.</summary>
internal sealed class WebhookQueue : IDisposable
{
    /// <summary>The most attempts whose ends are written down by one statement.</summary>
    private const int MaxBatch = 64;

    /// <summary>A claim holds for the attempt and the time to write its end down; after a crash the delivery is due again.</summary>
    private static readonly TimeSpan ClaimMargin = TimeSpan.FromSeconds(10);

    private readonly OrderDatabase _database;
    private readonly WebhookOptions _options;
    private readonly BatchedStatement<EndedAttempt, bool> _ends;

    public WebhookQueue(OrderDatabase database, IOptions<WebhookOptions> options)
    {
        (_database, _options) = (database, options.Value);
        _ends = new(database.DataSource, EndAsync, MaxBatch);
    }

    /// <summary>
    /// Claims what is due. An event whose order has an earlier one in the queue is put off behind that: left where it is, it would be
    /// read again by each claim while its predecessor waits for its next attempt. One that was claimed as often as it is tried is dead,
    /// whatever kept the last attempt's end from being written down; so is what is queued for a subscriber that has ended.
    /// </summary>
    internal const string ClaimSql = $"""
        WITH examined AS (
            SELECT d.id, d.subscription_id, d.order_id, d.version, d.attempts, s.status AS subscription_status
            FROM orders.webhook_subscriptions s
            LEFT JOIN unnest($1, $2) AS lane (subscription_id, room) ON lane.subscription_id = s.id
            CROSS JOIN LATERAL (
                SELECT q.* FROM orders.webhook_deliveries q
                WHERE q.subscription_id = s.id AND q.due_at <= now()
                ORDER BY q.due_at, q.id LIMIT coalesce(lane.room, $3) FOR UPDATE SKIP LOCKED
            ) d
            WHERE s.status <> 'Paused' AND (s.resting_until IS NULL OR s.resting_until <= now())
        ), judged AS (
            SELECT x.id, x.subscription_id, before.due_at AS due_after,
                CASE WHEN x.subscription_status = 'Ended' THEN 'The subscription has ended.'
                     WHEN x.attempts >= $4 THEN 'What became of the last attempt could not be written down.' END AS given_up
            FROM examined x
            CROSS JOIN LATERAL (
                SELECT max(earlier.due_at) AS due_at FROM orders.webhook_deliveries earlier
                WHERE earlier.subscription_id = x.subscription_id AND earlier.order_id = x.order_id
                  AND earlier.version < x.version AND earlier.due_at IS NOT NULL
            ) before
        ), changed AS (
            UPDATE orders.webhook_deliveries q
            SET status = CASE WHEN j.given_up IS NULL THEN q.status ELSE 'Dead' END,
                ended_at = CASE WHEN j.given_up IS NOT NULL THEN now() END,
                last_error = coalesce(j.given_up, q.last_error),
                due_at = CASE WHEN j.given_up IS NULL THEN greatest(now() + $5, j.due_after) END,
                claimed_until = CASE WHEN j.given_up IS NULL AND j.due_after IS NULL THEN now() + $5 END,
                attempts = q.attempts + CASE WHEN j.given_up IS NULL AND j.due_after IS NULL THEN 1 ELSE 0 END
            FROM judged j
            WHERE q.id = j.id
            RETURNING q.id, q.subscription_id, q.order_id, q.version, q.attempts, q.claimed_until IS NOT NULL AS is_claimed
        )
        SELECT c.id, s.id, c.attempts, s.url, s.secret, CASE WHEN s.previous_secret_until > now() THEN s.previous_secret END, {OrderStatements.EventColumns}
        FROM changed c
        JOIN orders.webhook_subscriptions s ON s.id = c.subscription_id
        LEFT JOIN orders.events e ON c.is_claimed AND e.order_id = c.order_id AND e.version = c.version
        LEFT JOIN orders.orders o ON o.id = e.order_id
        ORDER BY c.id
        """;

    private const int FirstEventColumn = 6;

    /// <summary>Writes ends down. What was taken over meanwhile is left to whoever has it now. The next event of an order need wait no longer.</summary>
    private const string EndSql = """
        WITH ended AS (
            UPDATE orders.webhook_deliveries q
            SET status = i.status, due_at = now() + i.pause, claimed_until = NULL,
                ended_at = CASE WHEN i.status <> 'Pending' THEN now() END, last_error = i.error
            FROM unnest($1, $2, $3, $4, $5) AS i (id, attempt, status, pause, error)
            WHERE q.id = i.id AND q.attempts = i.attempt AND q.claimed_until IS NOT NULL
            RETURNING q.subscription_id, q.order_id, q.version, q.status
        )
        UPDATE orders.webhook_deliveries next SET due_at = now()
        FROM ended e
        WHERE e.status <> 'Pending'
          AND next.subscription_id = e.subscription_id AND next.order_id = e.order_id AND next.attempts = 0 AND next.due_at > now()
          AND next.version = (
              SELECT min(later.version) FROM orders.webhook_deliveries later
              WHERE later.subscription_id = e.subscription_id AND later.order_id = e.order_id
                AND later.version > e.version AND later.due_at IS NOT NULL)
        """;

    private const string RestSql = "UPDATE orders.webhook_subscriptions SET resting_until = greatest(resting_until, now() + $2) WHERE id = $1";

    private const string EndSubscriptionSql = "UPDATE orders.webhook_subscriptions SET status = 'Ended' WHERE id = $1";

    /// <summary>Claims what is due.</summary>
    /// <param name="room">How many deliveries to examine for subscriptions that are being served here.</param>
    /// <param name="atFirst">How many for each other one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(IReadOnlyDictionary<Guid, int> room, int atFirst, CancellationToken cancellationToken)
    {
        await using var command = _database.DataSource.CreateCommand(ClaimSql);
        AddClaimParameters(command, room, atFirst, _options);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<ClaimedDelivery>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetInt32(2), reader.IsDBNull(FirstEventColumn) ? null : ReadCall(reader)));
        return due;
    }

    /// <summary>The parameters of <see cref="ClaimSql"/>.</summary>
    internal static void AddClaimParameters(NpgsqlCommand command, IReadOnlyDictionary<Guid, int> room, int atFirst, WebhookOptions options)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. room.Keys] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. room.Values] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = atFirst });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.MaxAttempts });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = ClaimTime(options) });
    }

    /// <summary>How long a claim holds.</summary>
    internal static TimeSpan ClaimTime(WebhookOptions options) => options.Timeout + ClaimMargin;

    /// <summary>Writes down how an attempt ended, and what it says about the subscription.</summary>
    public async Task EndAttemptAsync(ClaimedDelivery delivery, CallOutcome outcome)
    {
        if (outcome.IsGone) await ChangeSubscriptionAsync(EndSubscriptionSql, delivery.SubscriptionId, null);
        if (outcome.Rest is { } rest) await ChangeSubscriptionAsync(RestSql, delivery.SubscriptionId, rest);

        var status = outcome.Error is null ? DeliveryStatus.Delivered
            : outcome.IsGone || delivery.Attempt >= _options.MaxAttempts ? DeliveryStatus.Dead
            : DeliveryStatus.Pending;
        var pause = PauseAfter(delivery.Attempt);
        await _ends.RunAsync(new(
            delivery.Id, delivery.Attempt, status, status == DeliveryStatus.Pending ? (outcome.Rest > pause ? outcome.Rest : pause) : null, outcome.Error));
    }

    public void Dispose() => _ends.Dispose();

    private static WebhookCall ReadCall(NpgsqlDataReader reader)
    {
        var secret = reader.GetFieldValue<byte[]>(4);
        var message = OrderStatements.ReadEvent(reader, FirstEventColumn);
        return new(
            reader.GetGuid(1), reader.GetString(3), reader.IsDBNull(5) ? [secret] : [secret, reader.GetFieldValue<byte[]>(5)],
            message.Id, JsonSerializer.SerializeToUtf8Bytes(message, OrderJson.Default.OrderEventMessage));
    }

    private static async Task<IReadOnlyList<bool>> EndAsync(NpgsqlConnection connection, IReadOnlyList<EndedAttempt> ends)
    {
        await using var command = new NpgsqlCommand(EndSql, connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. ends.Select(end => end.Id)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. ends.Select(end => end.Attempt)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ends.Select(end => end.Status.ToString())] });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan?[]> { TypedValue = [.. ends.Select(end => end.Pause)] });
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. ends.Select(end => end.Error)] });
        await command.ExecuteNonQueryAsync();
        return [.. ends.Select(_ => true)];
    }

    private async Task ChangeSubscriptionAsync(string sql, Guid subscriptionId, TimeSpan? rest)
    {
#pragma warning disable CA2100 // One of the two constants above.
        await using var command = _database.DataSource.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subscriptionId });
        if (rest is { } time) command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = time });
        await command.ExecuteNonQueryAsync();
    }

    private TimeSpan PauseAfter(int attempt)
    {
        const int growth = 4;
        var pause = _options.RetryBase * Math.Pow(growth, Math.Min(attempt - 1, _options.MaxAttempts));
        return (pause < _options.RetryCap ? pause : _options.RetryCap) * (1 - (Random.Shared.NextDouble() / 2));
    }

    private readonly record struct EndedAttempt(long Id, int Attempt, DeliveryStatus Status, TimeSpan? Pause, string? Error);
}
