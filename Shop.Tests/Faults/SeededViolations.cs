using Npgsql;
using Shop.Proof.Audit;
using Shop.Tests.Hosting;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Faults;

/// <summary>
/// The checker itself is checked: each kind of damage, done to the databases behind the shop's back and taken back afterwards,
/// must be found, and without damage nothing must be.
/// </summary>
[Collection(nameof(FaultyShop))]
public sealed class SeededViolations(FaultyShop shop) : ShopTest(shop)
{
    // The rules of the database itself stand in the way of most damage, so they are taken out first, in the same transaction.
    private const string WithoutLedgerRules = """
        ALTER TABLE payment.ledger_entries DISABLE TRIGGER USER;
        DROP INDEX payment.a_movement_is_entered_once;
        ALTER TABLE payment.ledger_entries DROP CONSTRAINT accounts_fit_the_kind;
        """;

    private const string WithoutStockRules = "ALTER TABLE product.products DROP CONSTRAINT reserved_is_on_hand;";

    /// <summary>Damage to orders, by what it is. {order} stands for the order that it is done to, {nothing} for a customer without one.</summary>
    public static TheoryData<string, string, string> OrderDamage() => new()
    {
        { "Lost", "confirmed", "DELETE FROM orders.orders WHERE id = {order}" },
        { "Lost", "confirmed", "DELETE FROM orders.events WHERE order_id = {order}; UPDATE orders.orders SET status = 'Cancelled' WHERE id = {order}" },
        { "Lost", "shipped", "UPDATE orders.orders SET status = 'Confirmed' WHERE id = {order}" },
        { "Lost", "shipped", "UPDATE orders.orders SET refunds = '[]' WHERE id = {order}" },
        { "Lost", "cancelled", "UPDATE orders.orders SET status = 'Confirmed' WHERE id = {order}" },
        { "Lost", "rejected", "UPDATE orders.orders SET status = 'Confirmed' WHERE id = {order}" },
        {
            "OrderedTwice", "confirmed",
            """
            INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total, currency, refunds, attempts)
            SELECT gen_random_uuid(), version, customer_id, order_date, status, goal, step, payment_method, lines, total, currency, refunds, attempts
            FROM orders.orders WHERE id = {order}
            """
        },
        { "OrderedAfterAll", "confirmed", "UPDATE orders.orders SET customer_id = {nothing} WHERE id = {order}" },
        { "OrderedAfterAll", "confirmed", "UPDATE orders.orders SET lines = jsonb_set(lines, '{0,quantity}', '2') WHERE id = {order}" },
        { "Stuck", "confirmed", "UPDATE orders.orders SET goal = 'Ship', step = 'Capture' WHERE id = {order}" },
        { "Stuck", "confirmed", "UPDATE orders.orders SET due_at = now() + interval '1 day' WHERE id = {order}" },
        { "Stuck", "confirmed", "UPDATE orders.orders SET status = 'Pending' WHERE id = {order}" },
        { "Stuck", "shipped", "UPDATE orders.orders SET refunds = jsonb_set(refunds, '{0,status}', '\"Pending\"') WHERE id = {order}" },
        { "EventMissing", "confirmed", "DELETE FROM orders.events WHERE order_id = {order}" },
        { "EventMissing", "shipped", "DELETE FROM orders.events WHERE order_id = {order} AND type = 'order.refunded'" },
        { "EventMissing", "cancelled", "UPDATE orders.events SET published_at = NULL WHERE order_id = {order} AND type = 'order.cancelled'" },
        { "EventMissing", "confirmed", "UPDATE orders.events SET type = 'order.shipped' WHERE order_id = {order}" },
        { "EventMissing", "rejected", "UPDATE orders.events SET order_id = (SELECT id FROM orders.orders WHERE id <> {order} LIMIT 1), version = 99 WHERE order_id = {order}" },
        {
            "LedgerWrong", "cancelled",
            """
            UPDATE orders.orders SET refunds = '[{"refundId":"cancellation","amount":10,"status":"Done","requestedAt":"2026-01-01T00:00:00Z"}]'
            WHERE id = {order}
            """
        },
        {
            "EventMissing", "confirmed",
            """
            INSERT INTO orders.events (order_id, version, type, status, at, published_at)
            SELECT order_id, 99, type, status, at, published_at FROM orders.events WHERE order_id = {order}
            """
        },
    };

    /// <summary>Damage to stock.</summary>
    public static TheoryData<string, string, string> StockDamage() => new()
    {
        { "Oversold", "confirmed", WithoutStockRules + "UPDATE product.products SET reserved = on_hand + 1 WHERE id = {product}" },
        { "Oversold", "confirmed", WithoutStockRules + "UPDATE product.products SET on_hand = -1 WHERE id = {product}" },
        { "Oversold", "confirmed", "UPDATE product.reservations SET quantities = ARRAY[1000000] WHERE order_id = {order}" },
        { "StockAdrift", "confirmed", "UPDATE product.products SET on_hand = on_hand + 1 WHERE id = {product}" },
        { "StockAdrift", "confirmed", "UPDATE product.products SET reserved = reserved - 1 WHERE id = {product}" },
        { "StockAdrift", "shipped", "DELETE FROM product.reservations WHERE order_id = {order}" },
        {
            "HoldsGoods", "rejected",
            """
            UPDATE product.reservations SET status = 'Reserved', closed_at = NULL, product_ids = ARRAY[{product}], quantities = ARRAY[1], names = ARRAY[''], unit_prices = ARRAY[1.0]
            WHERE order_id = {order};
            UPDATE product.products SET reserved = reserved + 1 WHERE id = {product}
            """
        },
        {
            "HoldsGoods", "cancelled",
            "UPDATE product.reservations SET status = 'Committed' WHERE order_id = {order}; UPDATE product.products SET on_hand = on_hand - 1 WHERE id = {product}"
        },
        { "HoldsGoods", "confirmed", "UPDATE product.reservations SET order_id = gen_random_uuid() WHERE order_id = {order}" },
        {
            "LacksGoods", "confirmed",
            """
            UPDATE product.reservations SET status = 'Released', closed_at = now() WHERE order_id = {order};
            UPDATE product.products SET reserved = reserved - 1 WHERE id = {product}
            """
        },
        { "LacksGoods", "shipped", "UPDATE product.reservations SET quantities = ARRAY[2] WHERE order_id = {order}" },
        {
            "SalesWrong", "shipped",
            "DELETE FROM product.inbox WHERE order_id = {order}; SELECT product.take_order_events(ARRAY[{order}]::uuid[], ARRAY[2], ARRAY['order.shipped'], now())"
        },
        { "SalesWrong", "shipped", "DELETE FROM product.sales WHERE product_id = {product}" },
        { "SalesWrong", "confirmed", "UPDATE product.sales SET pieces = pieces + 1 WHERE product_id = {product}" },
    };

    /// <summary>Damage to money.</summary>
    public static TheoryData<string, string, string> MoneyDamage() => new()
    {
        { "ChargedTwice", "shipped", WithoutLedgerRules + CopyOf("ledger_entries", "capture") },
        { "ChargedTwice", "confirmed", WithoutLedgerRules + CopyOf("ledger_entries", "authorize") },
        { "ChargedTwice", "shipped", CopyOfOperation("capture") },
        { "ChargedTwice", "confirmed", CopyOfOperation("authorize") },
        { "ChargedTwice", "shipped", "UPDATE gateway.operations SET amount = amount * 2 WHERE order_id = {order} AND kind = 'capture'" },
        { "NotCharged", "shipped", "DELETE FROM gateway.operations WHERE order_id = {order} AND kind = 'capture'" },
        { "NotCharged", "shipped", WithoutLedgerRules + "DELETE FROM payment.ledger_entries WHERE order_id = {order} AND kind = 'capture'" },
        { "NotCharged", "confirmed", WithoutLedgerRules + "UPDATE payment.ledger_entries SET amount = amount - 0.01 WHERE order_id = {order}" },
        { "HoldsMoney", "cancelled", "DELETE FROM gateway.operations WHERE order_id = {order} AND kind = 'void'" },
        { "HoldsMoney", "cancelled", WithoutLedgerRules + "DELETE FROM payment.ledger_entries WHERE order_id = {order} AND kind = 'void'" },
        { "HoldsMoney", "rejected", "UPDATE gateway.operations SET outcome = 'approved' WHERE order_id = {order} AND kind = 'authorize'; DELETE FROM gateway.operations WHERE order_id = {order} AND kind = 'void'" },
        { "HoldsMoney", "confirmed", "UPDATE gateway.operations SET order_id = gen_random_uuid() WHERE order_id = {order}" },
        { "LedgerWrong", "shipped", WithoutLedgerRules + "UPDATE payment.ledger_entries SET credit_account = 'customer' WHERE order_id = {order} AND kind = 'capture'" },
        { "LedgerWrong", "shipped", WithoutLedgerRules + "UPDATE payment.ledger_entries SET amount = 1000 WHERE order_id = {order} AND kind = 'refund'" },
        { "LedgerWrong", "shipped", WithoutLedgerRules + "DELETE FROM payment.ledger_entries WHERE order_id = {order} AND kind = 'refund'" },
        { "LedgerUnlikeGateway", "shipped", WithoutLedgerRules + "DELETE FROM payment.ledger_entries WHERE order_id = {order} AND kind = 'refund'" },
        { "LedgerUnlikeGateway", "shipped", "DELETE FROM gateway.operations WHERE order_id = {order} AND kind = 'refund'" },
        { "LedgerUnlikeGateway", "rejected", "UPDATE gateway.operations SET outcome = 'approved' WHERE order_id = {order} AND kind = 'authorize'; DELETE FROM gateway.operations WHERE order_id = {order} AND kind = 'void'" },
        { "LedgerUnlikeGateway", "cancelled", "DELETE FROM gateway.operations WHERE order_id = {order} AND kind = 'void'" },
        { "ListedWrong", "shipped", "UPDATE payment.payments SET listed_as = 'Captured' WHERE order_id = {order}" },
        { "ListedWrong", "cancelled", "UPDATE payment.payments SET listed_as = 'Authorized' WHERE order_id = {order}" },
        { "ListedWrong", "rejected", "UPDATE payment.payments SET listed_as = 'Pending' WHERE order_id = {order}" },
        {
            "LedgerUnlikeGateway", "shipped",
            """
            INSERT INTO payment.gateway_requests (order_id, kind, reference, amount, currency, method, due_at)
            VALUES ({order}, 'refund', 'faults', 1, 'EUR', 'approve', now() + interval '1 hour')
            """
        },
    };

    [Theory]
    [MemberData(nameof(OrderDamage))]
    public Task Damage_to_orders_is_found(string invariant, string order, string sql) => FindAsync(invariant, order, sql, databases => databases.Orders);

    [Theory]
    [MemberData(nameof(StockDamage))]
    public Task Damage_to_stock_is_found(string invariant, string order, string sql) => FindAsync(invariant, order, sql, databases => databases.Products);

    [Theory]
    [MemberData(nameof(MoneyDamage))]
    public Task Damage_to_money_is_found(string invariant, string order, string sql) => FindAsync(invariant, order, sql, databases => databases.Payments);

    [Fact]
    public async Task A_subscriber_that_has_not_heard_of_an_event_is_found()
    {
        await using var deaf = await WebhookReceiver.StartAsync();
        var sample = await SampleOrders.OfAsync(shop);
        var acknowledged = new Acknowledged { Subscriber = () => deaf.Heard };
        acknowledged.Came(sample.Customers["confirmed"]);

        var report = await shop.AuditAsync("a deaf subscriber", acknowledged);

        Assert.Equal(1, report.Count(Invariant.EventMissing));
    }

    [Fact]
    public void Every_invariant_is_damaged_by_one_of_these_tests()
    {
        var damaged = OrderDamage().Concat(StockDamage()).Concat(MoneyDamage()).Select(row => row.Data.Item1).ToHashSet();

        Assert.Equal(Enum.GetNames<Invariant>().Order(), damaged.Order());
    }

    private async Task FindAsync(string invariant, string order, string sql, Func<ShopDatabases, NpgsqlConnection> damaged)
    {
        var sample = await SampleOrders.OfAsync(shop);
        await using var databases = await shop.OpenDatabasesAsync();
        (await CheckReport.OfAsync("no damage", databases, sample.Acknowledged)).AssertClean();

        await using var transaction = await damaged(databases).BeginTransactionAsync();
        var damage = sql.Replace("{order}", $"'{sample.Ids[order]}'", StringComparison.Ordinal)
            .Replace("{nothing}", $"'{sample.Customers["nothing"]}'", StringComparison.Ordinal)
            .Replace("{product}", $"{sample.ProductId}", StringComparison.Ordinal);
#pragma warning disable CA2100 // The constants above.
        await using (var command = new NpgsqlCommand(damage, damaged(databases), transaction))
#pragma warning restore CA2100
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        var report = await CheckReport.OfAsync("damage", databases, sample.Acknowledged);
        await transaction.RollbackAsync();

        Assert.True(report.Count(Enum.Parse<Invariant>(invariant)) > 0, CheckReport.Table([report]));
    }

    private static string CopyOf(string table, string kind) => $$"""
        INSERT INTO payment.{{table}} (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
        SELECT order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at
        FROM payment.{{table}} WHERE order_id = {order} AND kind = '{{kind}}'
        """;

    private static string CopyOfOperation(string kind) => $$"""
        INSERT INTO gateway.operations (key, order_id, kind, amount, currency, method, outcome, attempts, asked_at)
        SELECT key || ':again', order_id, kind, amount, currency, method, outcome, attempts, asked_at
        FROM gateway.operations WHERE order_id = {order} AND kind = '{{kind}}'
        """;
}
