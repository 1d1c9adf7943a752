using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Confluent.Kafka;
using Shop.Tests.Faults;
using Shop.Tests.Hosting;
using Shop.Tests.Products;

namespace Shop.Tests.Kafka;

/// <summary>The shop as its AppHost composes it with <c>Shop:Events=kafka</c>.</summary>
public sealed class ShopOnKafka(KafkaShop shop) : ShopTest(shop), IClassFixture<KafkaShop>
{
    [Fact]
    public async Task A_shipped_order_is_an_event_in_the_topic_by_its_orders_key_and_counts_once()
    {
        var product = await Shop.NewProductAsync(stock: 5, price: 2.5m);
        var order = await ShippedOrderAsync(product.Id, quantity: 2);

        var sales = await Shop.SalesBecomeAsync(product.Id, orders: 1);

        Assert.Equal((2, 5m), (sales.Pieces, sales.Revenue));
        var messages = await MessagesOfAsync(order);
        Assert.Equal(["order.confirmed", "order.shipped"], messages.Select(message => message.Json().Text("type")));
        Assert.Single(messages.Select(message => message.Partition).Distinct());
        var shipped = messages[^1];
        Assert.StartsWith("application/cloudevents+json", shipped.Header("content-type"), StringComparison.Ordinal);
        Assert.True(ActivityContext.TryParse(shipped.Header("traceparent"), null, out _));
        var envelope = shipped.Json();
        Assert.Equal(
            ["data", "datacontenttype", "id", "source", "specversion", "subject", "time", "type"], envelope.EnumerateObject().Select(attribute => attribute.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("1.0", "/orders", "application/json"), (envelope.Text("specversion"), envelope.Text("source"), envelope.Text("datacontenttype")));
        Assert.Equal(order.ToString(), envelope.Text("subject"));
        Assert.InRange(DateTimeOffset.UtcNow - envelope.GetProperty("time").GetDateTimeOffset(), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(10));
        var data = envelope.GetProperty("data");
        Assert.Equal((envelope.Text("id"), order, "Shipped", 5m), (data.Text("id"), data.GetProperty("orderId").GetGuid(), data.Text("status"), data.GetProperty("total").GetDecimal()));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"evt_{order:N}_{data.GetProperty("version").GetInt32()}"), data.Text("id"));
    }

    [Fact]
    public async Task A_service_that_dies_between_sending_and_marking_sends_again_and_the_sale_counts_once()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        await shop.QuietAsync();
        shop.CrashAfter = "Kafka.Publish";
        await shop.KillAsync(FaultyShop.OrderApi);
        await shop.StartAgainAsync(FaultyShop.OrderApi);

        await ShipAsync(order.Id);
        await shop.WaitUntilDeadAsync(FaultyShop.OrderApi);
        shop.CrashAfter = null;
        await shop.StartAgainAsync(FaultyShop.OrderApi);

        await Eventually.BecomesAsync(
            "the event to be in the topic twice", () => MessagesOfAsync(order.Id), messages => messages.Count(message => message.Json().Text("type") == "order.shipped") >= 2);
        await shop.QuietAsync();
        await EverythingIsTakenAsync();
        var sales = await Shop.SalesOfAsync(product.Id);
        Assert.Equal((1, 1), (sales.Orders, sales.Pieces));
    }

    [Fact]
    public async Task Nobody_is_subscribed_to_webhooks_for_it_and_no_signed_event_is_taken()
    {
        Assert.Equal("[]", await Shop.Orders.GetStringAsync("/webhooks"));

        using var taken = await Shop.Products.PostAsJsonAsync("/order-events", new { type = "order.shipped" });

        Assert.Equal(HttpStatusCode.Unauthorized, taken.StatusCode);
    }

    private async Task<Guid> ShippedOrderAsync(int product, int quantity)
    {
        var order = await Shop.ConfirmedOrderAsync(product, quantity);
        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order.Id));
        return order.Id;
    }

    /// <summary>The relay may take the service down before the answer is out.</summary>
    private async Task ShipAsync(Guid order)
    {
        try
        {
            await Shop.ShipAsync(order);
        }
        catch (HttpRequestException)
        {
        }
    }

    private async Task<List<ConsumeResult<string, byte[]>>> MessagesOfAsync(Guid order) =>
        [.. (await shop.Kafka.MessagesAsync()).Where(message => message.Message.Key == order.ToString()).OrderBy(message => message.Offset.Value)];

    private async Task EverythingIsTakenAsync() =>
        await Eventually.BecomesAsync("products to be done with the topic", () => shop.Kafka.ProgressAsync("product-api"), progress => progress.Committed == progress.End);
}
