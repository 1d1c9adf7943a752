using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.ServiceDefaults;

namespace Shop.OrderApi.Webhooks;

/// <summary>Subscribes those whom the configuration names.</summary>
internal sealed class ConfiguredSubscribers(OrderDatabase database, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <summary>
    /// A secret that was changed is followed by its predecessor for a while, since the parts of the shop are not restarted at the same
    /// moment. One that ended itself is called again: it was configured, and now started, by the same people.
    /// </summary>
    private const string SubscribeSql = """
        INSERT INTO orders.webhook_subscriptions AS s (id, url, secret, event_types, created_at, status) VALUES ($1, $2, $3, $4, $5, 'Active')
        ON CONFLICT (id) DO UPDATE SET url = excluded.url, secret = excluded.secret, event_types = excluded.event_types,
            previous_secret = CASE WHEN s.secret = excluded.secret THEN s.previous_secret ELSE s.secret END,
            previous_secret_until = CASE WHEN s.secret = excluded.secret THEN s.previous_secret_until ELSE excluded.created_at + $6 END,
            status = CASE WHEN s.status = 'Ended' THEN 'Active' ELSE s.status END
        """;

    private readonly HashSet<Guid> _ids = [.. options.Value.Subscribers.Keys.Select(ConfiguredSubscriber.IdOf)];

    public bool Contains(Guid subscriptionId) => _ids.Contains(subscriptionId);

    /// <summary>Makes their subscriptions, or brings them up to date.</summary>
    public async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, subscriber) in options.Value.Subscribers)
        {
            await using var command = database.DataSource.CreateCommand(SubscribeSql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ConfiguredSubscriber.IdOf(name) });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscriber.Url });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = subscriber.SecretBytes });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = subscriber.WantedTypes });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetStoredNow() });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.SecretGrace });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
