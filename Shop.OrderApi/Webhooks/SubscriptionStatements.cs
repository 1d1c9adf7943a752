using Npgsql;
using Shop.OrderApi.Data;
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

    /// <summary>Adds a subscription unless there are as many as there can be. Both statements are one transaction.</summary>
    /// <returns>Whether there was room.</returns>
    public static async Task<bool> TryAddAsync(OrderDatabase database, WebhookSubscription subscription, int most, CancellationToken cancellationToken)
    {
        await using var batch = database.DataSource.CreateBatch();
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
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return add.RecordsAffected > 0;
    }
}
