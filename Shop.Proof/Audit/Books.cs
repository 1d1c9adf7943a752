using System.Text.Json;
using Npgsql;

namespace Shop.Proof.Audit;

/// <summary>An order as its table has it.</summary>
internal sealed record OrderRow(
    Guid Id, DateTimeOffset PlacedAt, string CustomerId, string Status, string Goal, bool IsScheduled, decimal Total, int? RefusedWith, IReadOnlyDictionary<int, int> Quantities,
    IReadOnlyList<(string Id, decimal Amount, string Status)> Refunds);

/// <summary>An event as its table has it.</summary>
internal sealed record EventRow(Guid OrderId, int Version, string Type, string Status, string? RefundId, bool IsPublished, DateTimeOffset At);

/// <summary>A product with what the book of adjustments says that came in.</summary>
internal sealed record ProductRow(int Id, int OnHand, int Reserved, long Adjusted);

/// <summary>A reservation as its table has it.</summary>
internal sealed record ReservationRow(
    Guid OrderId, string Status, IReadOnlyDictionary<int, int> Quantities, DateTimeOffset ReservedAt, DateTimeOffset? ClosedAt);

/// <summary>A movement of money: an entry of the ledger, or an operation that the gateway approved.</summary>
internal sealed record MoneyRow(Guid OrderId, string Kind, string Reference, string Debit, string Credit, decimal Amount, DateTimeOffset At);

/// <summary>A payment as its table has it.</summary>
internal sealed record PaymentRow(Guid OrderId, bool IsDeclined, bool IsSettled, string ListedAs);

/// <summary>
/// Everything that the three databases say, read with SQL of its own and without a line of the product's code: what the
/// product believes about itself is what is to be checked.
/// </summary>
internal sealed class Books
{
    public required IReadOnlyDictionary<Guid, OrderRow> Orders { get; init; }

    /// <summary>The orders that keys stand for.</summary>
    public required IReadOnlyDictionary<(string Customer, string Key), Guid> Keys { get; init; }

    public required ILookup<Guid, EventRow> Events { get; init; }

    public required IReadOnlyList<string> OpenDeliveries { get; init; }

    public required IReadOnlyList<ProductRow> Products { get; init; }

    public required IReadOnlyDictionary<Guid, ReservationRow> Reservations { get; init; }

    /// <summary>Pieces and orders that the catalogue has counted as sold, by product.</summary>
    public required IReadOnlyDictionary<int, (long Pieces, long Orders)> Sales { get; init; }

    /// <summary>Events that the catalogue has taken.</summary>
    public required IReadOnlyList<(Guid OrderId, int Version, DateTimeOffset At)> Inbox { get; init; }

    public required IReadOnlyList<PaymentRow> Payments { get; init; }

    public required ILookup<Guid, MoneyRow> Ledger { get; init; }

    public required ILookup<Guid, MoneyRow> Gateway { get; init; }

    /// <summary>What the gateway was asked for, as long as the ledger has no result of it.</summary>
    public required IReadOnlyList<string> OpenGatewayRequests { get; init; }

    /// <summary>Reads the books, each database at one moment.</summary>
    /// <param name="databases">Open connections.</param>
    public static async Task<Books> ReadAsync(ShopDatabases databases) => new()
    {
        Orders = (await ReadAsync(
            databases.Orders,
            """
            SELECT id, order_date, customer_id, status, goal, due_at IS NOT NULL OR lease_until IS NOT NULL, total, (refusal->>'status')::int, lines::text, refunds::text
            FROM orders.orders
            """,
            row => new OrderRow(
                row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5), row.GetDecimal(6),
                row.IsDBNull(7) ? null : row.GetInt32(7), LinesOf(row.GetString(8)), RefundsOf(row.GetString(9))))).ToDictionary(order => order.Id),
        Keys = await ReadKeysAsync(databases),
        Events = (await ReadAsync(
            databases.Orders,
            "SELECT order_id, version, type, status, refund_id, published_at IS NOT NULL, at FROM orders.events ORDER BY order_id, version",
            row => new EventRow(
                row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetBoolean(5),
                row.GetFieldValue<DateTimeOffset>(6))))
            .ToLookup(change => change.OrderId),
        OpenDeliveries = await ReadAsync(
            databases.Orders,
            "SELECT order_id || ' version ' || version || ' ' || status || ' ' || coalesce(last_error, '') FROM orders.webhook_deliveries WHERE status <> 'Delivered'",
            row => row.GetString(0)),
        Products = await ReadAsync(
            databases.Products,
            """
            SELECT p.id, p.on_hand, p.reserved, (SELECT coalesce(sum(a.delta), 0) FROM product.stock_adjustments a WHERE a.product_id = p.id)
            FROM product.products p
            """,
            row => new ProductRow(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3))),
        Reservations = (await ReadAsync(
            databases.Products,
            "SELECT order_id, status, product_ids, quantities, reserved_at, closed_at FROM product.reservations",
            row => new ReservationRow(
                row.GetGuid(0), row.GetString(1),
                row.GetFieldValue<int[]>(2).Zip(row.GetFieldValue<int[]>(3)).ToDictionary(line => line.First, line => line.Second),
                row.GetFieldValue<DateTimeOffset>(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5))))
            .ToDictionary(reservation => reservation.OrderId),
        Sales = (await ReadAsync(
            databases.Products, "SELECT product_id, pieces, orders FROM product.sales",
            row => (Product: row.GetInt32(0), Counted: (row.GetInt64(1), row.GetInt64(2))))).ToDictionary(sales => sales.Product, sales => sales.Counted),
        Inbox = await ReadInboxAsync(databases),
        Payments = await ReadAsync(
            databases.Payments,
            "SELECT order_id, decline_reason IS NOT NULL, settlement IS NOT NULL, listed_as FROM payment.payments",
            row => new PaymentRow(row.GetGuid(0), row.GetBoolean(1), row.GetBoolean(2), row.GetString(3))),
        Ledger = (await ReadAsync(
            databases.Payments,
            "SELECT order_id, kind, reference, debit_account, credit_account, amount, entered_at FROM payment.ledger_entries ORDER BY id",
            row => new MoneyRow(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetDecimal(5), row.GetFieldValue<DateTimeOffset>(6))))
            .ToLookup(entry => entry.OrderId),
        Gateway = (await ReadAsync(
            databases.Payments,
            "SELECT order_id, kind, key, amount, asked_at FROM gateway.operations WHERE outcome = 'approved'",
            row => new MoneyRow(row.GetGuid(0), row.GetString(1), row.GetString(2), "", "", row.GetDecimal(3), row.GetFieldValue<DateTimeOffset>(4))))
            .ToLookup(operation => operation.OrderId),
        OpenGatewayRequests = await ReadAsync(
            databases.Payments,
            "SELECT order_id || ' ' || kind || ' ' || amount || ' attempts ' || attempts FROM payment.gateway_requests",
            row => row.GetString(0)),
    };

    private static async Task<IReadOnlyDictionary<(string, string), Guid>> ReadKeysAsync(ShopDatabases databases) => (await ReadAsync(
        databases.Orders, "SELECT customer_id, key, order_id FROM orders.idempotency_keys",
        row => (Key: (row.GetString(0), row.GetString(1)), OrderId: row.GetGuid(2)))).ToDictionary(row => row.Key, row => row.OrderId);

    private static async Task<IReadOnlyList<(Guid, int, DateTimeOffset)>> ReadInboxAsync(ShopDatabases databases) => await ReadAsync(
        databases.Products, "SELECT order_id, version, received_at FROM product.inbox",
        row => (row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2)));

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
#pragma warning disable CA2100 // The constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    private static Dictionary<int, int> LinesOf(string json)
    {
        using var lines = JsonDocument.Parse(json);
        return lines.RootElement.EnumerateArray().ToDictionary(line => line.GetProperty("productId").GetInt32(), line => line.GetProperty("quantity").GetInt32());
    }

    private static List<(string, decimal, string)> RefundsOf(string json)
    {
        using var refunds = JsonDocument.Parse(json);
        return
        [
            .. refunds.RootElement.EnumerateArray().Select(refund => (
                refund.GetProperty("refundId").GetString()!, refund.GetProperty("amount").GetDecimal(), refund.GetProperty("status").GetString()!)),
        ];
    }
}
