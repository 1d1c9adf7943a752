using System.Diagnostics;
using Shop.Tests.Hosting;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Orders;

/// <summary>What a confirmed order costs in round trips, counted on its trace: times are the machine's, these are the code's.</summary>
public sealed class PriceOfAnOrder(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task A_confirmed_order_is_two_calls_and_four_statements_each_a_transaction_of_its_own()
    {
        var spans = await TraceOfAnOrderAsync(await Shop.NewProductAsync(stock: 10));

        var statements = spans.Where(TracedOrders.IsSql).ToList();
        Assert.Equal(
            ["order-api", "order-api", "payment-api", "product-api"],
            statements.Select(statement => statement.Service).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(statements, statement => statement.Attributes["db.query.text"].StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ["order-api", "order-api"],
            spans.Where(span => span.Kind == ActivityKind.Client && !span.IsSql()).Select(call => call.Service));
    }

    [Fact]
    public async Task The_statements_of_an_order_are_prepared_once_their_connections_know_them()
    {
        var product = await Shop.NewProductAsync(stock: 1000);

        await Eventually.BecomesAsync(
            "an order all of whose statements are prepared",
            () => TraceOfAnOrderAsync(product),
            spans => spans.Where(TracedOrders.IsSql).All(statement => statement.Attributes.GetValueOrDefault("db.npgsql.prepared") == "true"));
    }

    private async Task<IReadOnlyList<ReceivedSpan>> TraceOfAnOrderAsync(ProductView product)
    {
        var (traceId, _) = await Shop.PlaceTracedOrderAsync(product.Id);
        // Services send their spans in the order of their ends: once a later order's have come, all of the first one's have.
        var (laterId, _) = await Shop.PlaceTracedOrderAsync(product.Id);
        await Shop.WholeTraceAsync(laterId);
        return await Shop.WholeTraceAsync(traceId);
    }
}
