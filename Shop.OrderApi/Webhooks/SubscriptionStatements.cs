using Npgsql;
using Shop.OrderApi.Subscriptions;

namespace Shop.OrderApi.Webhooks;

/// <summary>The writing of subscriptions that EF Core has no words for.</summary>
internal static class SubscriptionStatements
{
    /// <summary>One at a time: of several that count together, all would find room for one more. In a statement before, so that the next one sees whoever was first.</summary>
    private const string LockSql = "SELECT pg_advisory_xact_lock(hashtextextended('orders webhook subscriptions', 0))";

    private const string AddSql = """
        INSERT INTO orders.webhook_subscriptions (id, url, secret, event_types, created_at, status)
        SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM orders.webhook_subscriptions) < $7
        """;

    private const string ChangeSecretSql = """
        UPDATE orders.webhook_subscriptions SET previous_secret = secret, previous_secret_until = $2, secret = $3 WHERE id = $1
        RETURNING url, event_types, created_at, status, resting_until
        """;

    /// <summary>Adds a subscription unless there are as many as there can be, in the transaction that is open on the connection.</summary>
    /// <returns>Whether there was room.</returns>
    public static async Task<bool> TryAddAsync(NpgsqlConnection connection, WebhookSubscription subscription, int most)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LockSql));
        var add = new NpgsqlBatchCommand(AddSql);
        add.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subscription.Id });
        add.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscription.Url });
        add.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = subscription.Secret });
        add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = subscription.EventTypes });
        add.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = subscription.CreatedAt });
        add.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscription.Status.ToString() });
        add.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        batch.BatchCommands.Add(add);
        await batch.ExecuteNonQueryAsync();
        return add.RecordsAffected > 0;
    }

    /// <summary>Changes the signing key; the one before signs as well for a while.</summary>
    /// <returns>The subscription as it is then; null where there is none.</returns>
    public static async Task<WebhookSubscription?> ChangeSecretAsync(NpgsqlConnection connection, Guid id, byte[] secret, DateTimeOffset previousUntil)
    {
        await using var command = new NpgsqlCommand(ChangeSecretSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = previousUntil });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = secret });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return null;
        return new()
        {
            Id = id,
            Url = reader.GetString(0),
            Secret = secret,
            PreviousSecretUntil = previousUntil,
            EventTypes = reader.GetFieldValue<string[]>(1),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(2),
            Status = Enum.Parse<SubscriptionStatus>(reader.GetString(3)),
            RestingUntil = await reader.IsDBNullAsync(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
        };
    }
}
