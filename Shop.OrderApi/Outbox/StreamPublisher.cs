using Npgsql;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// Tells the open event streams of every replica which orders have changed. The notification goes out with the commit that
/// marks the events, and the streams then read them from the table: nothing can be lost on the way.
/// </summary>
internal sealed class StreamPublisher : IEventPublisher
{
    /// <summary>The channel that the replicas listen on; the payload is order ids, 32 digits each, without separators.</summary>
    public const string Channel = "orders_published";

    /// <summary>PostgreSQL takes payloads of less than 8,000 bytes.</summary>
    private const int MaxIdsPerPayload = 240;

    public async Task PublishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<EventView> events, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, payload) FROM unnest($2) AS payload", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. events.Select(e => e.OrderId.ToString("N")).Distinct().Chunk(MaxIdsPerPayload).Select(ids => string.Concat(ids))],
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The orders that a payload names.</summary>
    public static IEnumerable<Guid> Read(string payload)
    {
        const int digits = 32;
        for (var i = 0; i + digits <= payload.Length; i += digits)
            if (Guid.TryParseExact(payload.AsSpan(i, digits), "N", out var orderId)) yield return orderId;
    }
}
