using System.Diagnostics;
using Shop.Tests.Hosting;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Orders;

/// <summary>What a confirmed order costs in round trips, counted on its trace: times are the machine's, these are the code's.</summary>
[Collection(nameof(Alone))]
public sealed class PriceOfAnOrder(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task A_confirmed_order_is_two_calls_and_four_statements_each_a_transaction_of_its_own()
    {
        var product = await Shop.NewProductAsync(stock: 1000);

        var spans = await Eventually.BecomesAsync(
            "an order of four statements, that shared none with another test's",
            () => SpansOfAnOrderAsync(product),
            spans => spans.Where(TracedOrders.IsStatement).Select(statement => statement.Service).Order(StringComparer.Ordinal)
                .SequenceEqual(["order-api", "order-api", "payment-api", "product-api"]));

        Assert.DoesNotContain(
            spans.Where(TracedOrders.IsStatement),
            statement => statement.Attributes["db.query.text"].StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ["order-api", "order-api"],
            spans.Where(span => span.Kind == ActivityKind.Client && !span.IsSql()).Select(call => call.Service));
    }

    [Fact]
    public async Task The_statements_of_an_order_are_prepared_once_their_connections_know_them()
    {
        var product = await Shop.NewProductAsync(stock: 1000);

        await Eventually.BecomesAsync(
            "an order of which no statement is parsed anew",
            async () => (await SpansOfAnOrderAsync(product))
                .Where(span => span.IsStatement() && span.Attributes.GetValueOrDefault("db.npgsql.prepared") != "true")
                .Select(statement => $"{statement.Service}: {statement.Attributes["db.query.text"]}").ToList(),
            unprepared => unprepared.Count == 0);
    }

    private async Task<IReadOnlyList<ReceivedSpan>> SpansOfAnOrderAsync(ProductView product) => (await Shop.WholeTraceAsync(product.Id)).Spans;
}
