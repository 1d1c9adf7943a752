using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Queries;
using Shop.OrderApi.Subscriptions;
using Shop.OrderApi.Webhooks;
using Shop.PaymentApi.Ledger;
using Shop.PaymentApi.Queries;
using Shop.ProductApi.Catalogue;
using Shop.ProductApi.Data;
using Shop.ProductApi.Stock;
using Shop.Tests.Hosting;

#pragma warning disable CA2100 // What is explained are the modules' own statements.

namespace Shop.Tests.Databases;

/// <summary>
/// A page of a list costs the same however long the list is, whatever it is filtered by: PostgreSQL reads about as many rows as the page has.
/// The rows are so many, and what is asked for lies so far at the end, that a plan that only stops early reads most of them.
/// </summary>
public sealed class PlansOfLists(ShopFixture shop) : ShopTest(shop)
{
    private const int Limit = 10;

    /// <summary>A page of all statuses is merged from one of each; a payment has entries.</summary>
    private const int MostRowsRead = 7 * Limit;

    private static readonly Guid Subscription = Guid.Parse("00000000-0000-7000-8000-0000000000aa");

    public static TheoryData<string?, string?, bool> Orders { get; } = new(
        from customer in (string?[])[null, "busy", "rare"]
        from status in (string?[])[null, "Confirmed", "Rejected"]
        from stuck in (bool[])[false, true]
        select (customer, status, stuck));

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Orders_are_listed_without_reading_others(string? customer, string? status, bool stuck) => await HoldsAsync<OrderContext>(
        OrderContext.Schema,
        """
        INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total, currency, refunds, attempts)
        SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 1, CASE WHEN i % 2000 = 7 THEN 'rare' ELSE 'busy' END, now(),
               CASE WHEN i < 30 THEN 'Rejected' ELSE 'Confirmed' END, 'None', CASE WHEN i % 900 = 3 THEN 'Stuck' ELSE 'None' END,
               'approve', '[]', 10, 'EUR', '[]', 0
        FROM generate_series(1, 20000) AS i
        """,
        command => OrderQueryEndpoints.WriteQuery(command, customer, status is null ? null : Enum.Parse<OrderStatus>(status), stuck, after: null, Limit));

    [Theory]
    [InlineData(null, null)]
    [InlineData("Rare", null)]
    [InlineData("Common", null)]
    [InlineData(null, "needle")]
    [InlineData("Common", "needle")]
    public async Task Products_are_listed_without_reading_others(string? category, string? search) => await HoldsAsync<ProductContext>(
        ProductContext.Schema,
        """
        INSERT INTO product.products (name, description, category, price, currency, on_hand, reserved, version)
        SELECT 'Product ' || i, CASE WHEN i > 4995 THEN 'A needle' ELSE 'Some hay' END, CASE WHEN i > 4990 THEN 'Rare' ELSE 'Common' END, 1, 'EUR', 0, 0, 1
        FROM generate_series(1, 5000) AS i
        """,
        command => CatalogueReader.WriteQuery(command, new(search, category, 0, Limit)));

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, PaymentStatus.Refunded)]
    [InlineData(false, PaymentStatus.Captured)]
    [InlineData(true, null)]
    [InlineData(true, PaymentStatus.Captured)]
    public async Task Payments_are_listed_without_reading_others(bool ofAnOrder, PaymentStatus? status) => await HoldsAsync<Payments>(
        "payment",
        """
        INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method, listed_as)
        SELECT id, id, now(), 10, 'EUR', 'approve', CASE WHEN i > 19990 THEN 'Refunded' ELSE 'Captured' END
        FROM generate_series(1, 20000) AS i, LATERAL (SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid AS id) AS v;
        INSERT INTO payment.ledger_entries (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
        SELECT order_id, 'authorize', '', 'customer', 'authorized', 10, 'EUR', now() FROM payment.payments
        """,
        command => PaymentQueryEndpoints.WriteQuery(
            command, Guid.Empty, Limit, ofAnOrder ? Guid.Parse("00000000-0000-7000-8000-000000004e00") : null, status));

    [Theory]
    [InlineData(null)]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Dead)]
    public async Task Deliveries_are_listed_without_reading_others(DeliveryStatus? status) => await HoldsAsync<OrderContext>(
        OrderContext.Schema,
        $$"""
        INSERT INTO orders.webhook_subscriptions (id, url, secret, event_types, created_at, status)
        SELECT id::uuid, '', '', '{}', now(), 'Active' FROM unnest(ARRAY['{{Subscription}}', '00000000-0000-7000-8000-0000000000bb']) AS id;
        INSERT INTO orders.webhook_deliveries (subscription_id, order_id, version, status, attempts, created_at)
        SELECT CASE WHEN i < 500 THEN '{{Subscription}}' ELSE '00000000-0000-7000-8000-0000000000bb' END::uuid,
               ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 1, CASE WHEN i < 20 THEN 'Dead' ELSE 'Delivered' END, 1, now()
        FROM generate_series(1, 20000) AS i
        """,
        command => DeliveryEndpoints.WriteQuery(command, Subscription, status, after: null, Limit));

    [Fact]
    public async Task The_history_of_a_stock_is_shown_without_reading_others() => await HoldsAsync<ProductContext>(
        ProductContext.Schema,
        """
        INSERT INTO product.products (name, description, category, price, currency, on_hand, reserved, version)
        SELECT 'Product', '', 'Tests', 1, 'EUR', 0, 0, 1 FROM generate_series(1, 2);
        INSERT INTO product.stock_adjustments (product_id, delta, reason, adjusted_at)
        SELECT CASE WHEN i < 50 THEN 1 ELSE 2 END, 1, 'counted', now() FROM generate_series(1, 20000) AS i
        """,
        command =>
        {
            var query = StockEndpoints.HistoryQuery(1, long.MaxValue, Limit);
            command.CommandText = query.CommandText;
            foreach (NpgsqlParameter parameter in query.Parameters) command.Parameters.Add(parameter.Clone());
        });

    [Fact]
    public Task Changes_of_the_catalogue() => HoldsAsync<CatalogueReader>(
        "product",
        """
        INSERT INTO product.catalogue_changes (product_id, kind, name, description, category, price, currency, changed_at, actor)
        SELECT CASE WHEN i < 50 THEN 1 ELSE 2 END, 'Edited', 'n', 'd', 'c', 1, 'EUR', now(), 'staff' FROM generate_series(1, 20000) AS i
        """,
        command =>
        {
            using var query = CatalogueChanges.ChangesQuery(1, long.MaxValue, Limit);
            command.CommandText = query.CommandText;
            foreach (NpgsqlParameter parameter in query.Parameters) command.Parameters.Add(parameter.Clone());
        });

    private async Task HoldsAsync<TModule>(string schema, string fill, Action<NpgsqlCommand> write)
    {
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await Migrator.MigrateAsync(database.Source, schema, ModuleOf<TModule>(), TestContext.Current.CancellationToken);
        await database.RunAsync(fill);
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:lists", database.ConnectionString)]).Build()).BuildServiceProvider();

        await database.RunAsync("ANALYZE");
        // As the modules connect: the plan is the one for any parameters.
        await using var source = PreparedDataSource.Create(services, "lists");
        var plan = await ExplainAsync(source, write);
        var nodes = NodesOf(plan).ToList();
        Assert.DoesNotContain(nodes, node => node.GetProperty("Node Type").GetString() == "Seq Scan");
        Assert.True(nodes.Sum(RowsRead) <= MostRowsRead, $"{nodes.Sum(RowsRead)} rows are read:\n{plan}");
    }

    private static System.Reflection.Assembly ModuleOf<T>() => typeof(T) == typeof(Payments) ? typeof(PaymentQueryEndpoints).Assembly : typeof(T).Assembly;

    private static async Task<JsonElement> ExplainAsync(NpgsqlDataSource source, Action<NpgsqlCommand> write)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var query = new NpgsqlCommand();
        write(query);
        var sql = query.CommandText;
        var parameters = query.Parameters.ToList();
        var types = parameters.Count == 0 ? "" : $"({string.Join(", ", parameters.Select(parameter => TypeOf(parameter.Value!)))})";
        var values = parameters.Count == 0 ? "" : $"({string.Join(", ", parameters.Select(parameter => Literal(parameter.Value!)))})";
        await using var prepare = new NpgsqlCommand($"PREPARE list{types} AS {sql}", connection);
        await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE list{values}", connection);
        return JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan");
    }

    private static string TypeOf(object value) => value switch
    {
        Guid => "uuid",
        int => "integer",
        long => "bigint",
        string[] => "text[]",
        _ => "text",
    };

    private static string Literal(object value) => value switch
    {
        string[] texts => $"'{{{string.Join(',', texts)}}}'",
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => $"'{value}'",
    };

    private static IEnumerable<JsonElement> NodesOf(JsonElement plan) => plan.TryGetProperty("Plans", out var below)
        ? below.EnumerateArray().SelectMany(NodesOf).Prepend(plan)
        : [plan];

    /// <summary>Rows of tables, also those that were read and left out.</summary>
    private static double RowsRead(JsonElement node)
    {
        if (!node.TryGetProperty("Relation Name", out _)) return 0;
        return node.GetProperty("Actual Loops").GetDouble()
            * (Of("Actual Rows") + Of("Rows Removed by Filter") + Of("Rows Removed by Index Recheck"));

        double Of(string name) => node.TryGetProperty(name, out var rows) ? rows.GetDouble() : 0;
    }

    private sealed class Payments;
}
