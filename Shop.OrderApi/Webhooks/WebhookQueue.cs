using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Subscriptions;

namespace Shop.OrderApi.Webhooks;

/// <summary>A delivery that was claimed, with all that is needed to make it.</summary>
internal sealed record DueDelivery(long Id, Guid SubscriptionId, string Url, byte[] Secret, int Attempt, OrderEventMessage Event);

/// <summary>The queues of the subscriptions, in the database.</summary>
internal sealed class WebhookQueue(OrderDatabase database, IOptions<WebhookOptions> options)
{
    private const int MaxPerSubscription = 16;

    /// <summary>A claim holds for the attempt and the time to write its end down; after a crash the delivery is due again.</summary>
    private static readonly TimeSpan ClaimMargin = TimeSpan.FromSeconds(10);

    /// <summary>Claims what is due for subscriptions that nobody here serves; an event waits for those of its order before it.</summary>
    private const string ClaimSql = $"""
        WITH due AS (
            SELECT d.id
            FROM orders.webhook_subscriptions s
            CROSS JOIN LATERAL (
                SELECT q.id FROM orders.webhook_deliveries q
                WHERE q.subscription_id = s.id AND q.due_at <= now()
                  AND NOT EXISTS (
                      SELECT 1 FROM orders.webhook_deliveries earlier
                      WHERE earlier.subscription_id = q.subscription_id AND earlier.order_id = q.order_id
                        AND earlier.version < q.version AND earlier.due_at IS NOT NULL)
                ORDER BY q.due_at, q.id LIMIT $1 FOR UPDATE SKIP LOCKED
            ) d
            WHERE s.id <> ALL ($2)
        ), claimed AS (
            UPDATE orders.webhook_deliveries q SET due_at = now() + $3, attempts = q.attempts + 1
            FROM due WHERE q.id = due.id
            RETURNING q.id, q.subscription_id, q.order_id, q.version, q.attempts
        )
        SELECT c.id, s.id, s.url, s.secret, c.attempts, {OrderStatements.EventColumns}
        FROM claimed c
        JOIN orders.webhook_subscriptions s ON s.id = c.subscription_id
        JOIN orders.events e ON e.order_id = c.order_id AND e.version = c.version
        JOIN orders.orders o ON o.id = c.order_id
        ORDER BY c.id
        """;

    private const string EndSql = """
        UPDATE orders.webhook_deliveries
        SET status = $3, due_at = now() + $4, ended_at = CASE WHEN $3 <> 'Pending' THEN now() END, last_error = $5
        WHERE id = $1 AND attempts = $2 AND due_at IS NOT NULL
        """;

    /// <summary>Claims deliveries, but none of subscriptions that are being served.</summary>
    public async Task<IReadOnlyList<DueDelivery>> ClaimAsync(Guid[] busy, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(ClaimSql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxPerSubscription });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = busy });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Timeout + ClaimMargin });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueDelivery>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), await reader.GetFieldValueAsync<byte[]>(3, cancellationToken),
                reader.GetInt32(4), OrderStatements.ReadEvent(reader, 5)));
        }

        return due;
    }

    /// <summary>Writes down how an attempt ended; one that was taken over meanwhile is left to whoever has it now.</summary>
    public async Task EndAttemptAsync(DueDelivery delivery, string? error, CancellationToken cancellationToken)
    {
        var status = error is null ? DeliveryStatus.Delivered
            : delivery.Attempt >= options.Value.MaxAttempts ? DeliveryStatus.Dead
            : DeliveryStatus.Pending;
        await using var command = database.DataSource.CreateCommand(EndSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = delivery.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = delivery.Attempt });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = status.ToString() });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan?> { TypedValue = status == DeliveryStatus.Pending ? PauseAfter(delivery.Attempt) : null });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = error });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private TimeSpan PauseAfter(int attempt)
    {
        const int growth = 4;
        var pause = options.Value.RetryBase * Math.Pow(growth, Math.Min(attempt - 1, options.Value.MaxAttempts));
        return (pause < options.Value.RetryCap ? pause : options.Value.RetryCap) * (1 - (Random.Shared.NextDouble() / 2));
    }
}
