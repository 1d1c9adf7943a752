using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Data;

/// <summary>
/// The two statements that write orders, each one round trip for any number of orders, and the reading of what they have told. Given a connection they take part in
/// its transaction, which is how one process can put order, stock and payment into a single commit.
/// </summary>
internal static class OrderStatements
{
    /// <summary>An event as it is told, for <see cref="ReadEvent"/>: <c>e</c> is the event, <c>o</c> its order.</summary>
    public const string EventColumns =
        "e.order_id, e.version, e.type, e.status, e.at, e.reason, e.amount, e.refund_id, o.customer_id, o.total, o.currency";

    /// <summary>
    /// The key is bound first, and only what it was bound to is inserted: of two requests with one key the second waits for
    /// the first one's commit and then places nothing, whatever has become of the order: a request that arrives late is not to order
    /// after all what its client was told is not ordered. An expired key is bound anew, by the clock that it was bound by.
    /// </summary>
    private const string PlaceSql = """
        WITH input AS (
            SELECT DISTINCT ON (customer_id, key) *
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $18, $19)
                AS i(id, customer_id, key, fingerprint, order_date, status, goal, step, payment_method, lines, total, currency,
                     due_in, trace_parent, event_type, at, expected_total, actor)
        ), bound AS (
            INSERT INTO orders.idempotency_keys AS k (customer_id, key, fingerprint, order_id, created_at)
            SELECT customer_id, key, fingerprint, id, now() FROM input
            ON CONFLICT (customer_id, key) DO UPDATE
                SET fingerprint = excluded.fingerprint, order_id = excluded.order_id, created_at = excluded.created_at
                WHERE k.created_at < now() - $17
            RETURNING order_id
        ), placed AS (
            INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total,
                currency, refunds, attempts, due_at, lease_until, trace_parent, expected_total, actor)
            SELECT id, 1, customer_id, order_date, status, goal, step, payment_method, lines, total,
                currency, '[]', 0, now() + due_in, now() + due_in, trace_parent, expected_total, actor
            FROM input JOIN bound ON bound.order_id = input.id
            RETURNING id
        ), told AS (
            INSERT INTO orders.events (order_id, version, type, status, at, trace_parent, actor)
            SELECT id, 1, event_type, status, at, trace_parent, actor FROM input JOIN placed USING (id) WHERE event_type IS NOT NULL
        )
        SELECT id FROM placed
        """;

    /// <summary>Nothing is written for an order whose version has moved on; its event is not written either.</summary>
    private const string SaveSql = """
        WITH input AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
                AS i(id, version, status, goal, step, refusal, total, currency, lines, refunds, attempts, due_in, leased,
                     event_type, at, reason, amount, refund_id, trace_parent, actor, event_actor)
        ), saved AS (
            UPDATE orders.orders AS o
            SET version = o.version + 1, status = i.status, goal = i.goal, step = i.step, refusal = i.refusal, total = i.total,
                currency = i.currency, lines = i.lines, refunds = i.refunds, attempts = i.attempts, actor = i.actor,
                due_at = now() + i.due_in, lease_until = CASE WHEN i.leased THEN now() + i.due_in END
            FROM input i
            WHERE o.id = i.id AND o.version = i.version
            RETURNING o.id, o.customer_id
        ), told AS (
            INSERT INTO orders.events (order_id, version, type, status, at, reason, amount, refund_id, trace_parent, actor)
            SELECT i.id, i.version + 1, i.event_type, i.status, i.at, i.reason, i.amount, i.refund_id, i.trace_parent, i.event_actor
            FROM input i JOIN saved USING (id)
            WHERE i.event_type IS NOT NULL
        )
        SELECT id FROM saved
        """;

    /// <summary>
    /// Writes new orders with their keys, in any state: one that is confirmed already brings its event. Answers those that were
    /// placed; the keys of the others belong to other orders.
    /// </summary>
    public static async Task<HashSet<Guid>> PlaceAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyList<NewOrder> orders, TimeSpan keyLifetime,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PlaceSql, connection, transaction);
        command.Add(orders, o => o.Order.Id);
        command.Add(orders, o => o.Order.CustomerId);
        command.Add(orders, o => o.Key.Key);
        command.Add(orders, o => o.Key.Fingerprint);
        command.Add(orders, o => o.Order.OrderDate.ToUniversalTime());
        command.Add(orders, o => o.Order.Status.ToString());
        command.Add(orders, o => o.Order.Goal.ToString());
        command.Add(orders, o => o.Order.Step.ToString());
        command.Add(orders, o => o.Order.PaymentMethod);
        command.AddJson(orders, o => JsonSerializer.Serialize(o.Order.Lines, OrderJson.Default.IReadOnlyListOrderLine));
        command.Add(orders, o => o.Order.Total);
        command.Add(orders, o => o.Order.Currency);
        command.Add(orders, o => o.Lease);
        command.Add(orders, o => o.Order.TraceParent);
        command.Add(orders, o => o.Event?.Type);
        command.Add(orders, o => o.Event?.At.ToUniversalTime());
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = keyLifetime });
        command.Add(orders, o => o.Order.ExpectedTotal);
        command.Add(orders, o => o.Order.Actor);
        return await ReadIdsAsync(command, cancellationToken);
    }

    /// <summary>
    /// Writes changes of different orders, each only if it is still at the version that the change was decided on. Answers those
    /// that were written.
    /// </summary>
    public static async Task<HashSet<Guid>> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyList<OrderChange> changes,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SaveSql, connection, transaction);
        command.Add(changes, c => c.Order.Id);
        command.Add(changes, c => c.Order.Version);
        command.Add(changes, c => c.Order.Status.ToString());
        command.Add(changes, c => c.Order.Goal.ToString());
        command.Add(changes, c => c.Order.Step.ToString());
        command.AddJson(changes, c => c.Order.Refusal is { } refusal ? JsonSerializer.Serialize(refusal, OrderJson.Default.Refusal) : null, NpgsqlDbType.Json);
        command.Add(changes, c => c.Order.Total);
        command.Add(changes, c => c.Order.Currency);
        command.AddJson(changes, c => JsonSerializer.Serialize(c.Order.Lines, OrderJson.Default.IReadOnlyListOrderLine));
        command.AddJson(changes, c => JsonSerializer.Serialize(c.Order.Refunds, OrderJson.Default.IReadOnlyListOrderRefund));
        command.Add(changes, c => c.Order.Attempts);
        command.Add(changes, c => c.DueIn);
        command.Add(changes, c => c.Leased);
        command.Add(changes, c => c.Event?.Type);
        command.Add(changes, c => c.Event?.At.ToUniversalTime());
        command.Add(changes, c => c.Event?.Reason);
        command.Add(changes, c => c.Event?.Amount);
        command.Add(changes, c => c.Event?.RefundId);
        command.Add(changes, c => c.Event?.TraceParent);
        command.Add(changes, c => c.Order.Actor);
        command.Add(changes, c => c.Event?.Actor);
        return await ReadIdsAsync(command, cancellationToken);
    }

    /// <summary>Reads <see cref="EventColumns"/>.</summary>
    public static OrderEventMessage ReadEvent(NpgsqlDataReader reader, int first)
    {
        var (orderId, version) = (reader.GetGuid(first), reader.GetInt32(first + 1));
        return new(
            OrderEventMessage.IdOf(orderId, version), reader.GetString(first + 2), orderId, version, reader.GetString(first + 8),
            Enum.Parse<OrderStatus>(reader.GetString(first + 3)), reader.GetFieldValue<DateTimeOffset>(first + 4),
            reader.GetDecimal(first + 9), reader.GetString(first + 10),
            reader.IsDBNull(first + 5) ? null : reader.GetString(first + 5),
            reader.IsDBNull(first + 6) ? null : reader.GetDecimal(first + 6),
            reader.IsDBNull(first + 7) ? null : reader.GetString(first + 7));
    }

    private static async Task<HashSet<Guid>> ReadIdsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var ids = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) ids.Add(reader.GetGuid(0));
        return ids;
    }

    private static void Add<TRow, TValue>(this NpgsqlCommand command, IReadOnlyList<TRow> rows, Func<TRow, TValue> column) =>
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = Column(rows, column) });

    private static void AddJson<TRow>(this NpgsqlCommand command, IReadOnlyList<TRow> rows, Func<TRow, string?> column, NpgsqlDbType type = NpgsqlDbType.Jsonb) =>
        command.Parameters.Add(new NpgsqlParameter<string?[]>
        {
            TypedValue = Column(rows, column),
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });

    private static TValue[] Column<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> column)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = column(rows[i]);
        return values;
    }
}

/// <summary>An order to be placed.</summary>
/// <param name="Order">The order.</param>
/// <param name="Key">The key that it is placed under.</param>
/// <param name="Lease">How long the placing request has it for itself; null for an order with nothing left to do.</param>
internal sealed record NewOrder(Order Order, IdempotencyKey Key, TimeSpan? Lease)
{
    public OrderEvent? Event => Order.Events.Count > 0 ? Order.Events[0] : null;
}

/// <summary>An order to be written.</summary>
/// <param name="Order">The order as it is to be, with the version that it was read at.</param>
/// <param name="DueIn">From when on a worker may take it; null when nothing is left to do.</param>
/// <param name="Leased">Whether somebody works on it until then.</param>
/// <param name="Event">What is to be told, or null.</param>
internal sealed record OrderChange(Order Order, TimeSpan? DueIn, bool Leased, OrderEvent? Event = null);
