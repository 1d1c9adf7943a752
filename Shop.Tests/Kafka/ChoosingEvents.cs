using System.Net;
using System.Net.Http.Json;
using Shop.Monolith;
using Shop.Tests.AppHosts;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;
using Shop.Tests.Products;

namespace Shop.Tests.Kafka;

/// <summary>How parts of the shop hear of orders is one setting.</summary>
public sealed class ChoosingEvents(ShopFixture shop) : ShopTest(shop)
{
    [Theory]
    [InlineData("pigeons", "host:9092", "Shop:Events is webhooks or kafka, not 'pigeons'.")]
    [InlineData("kafka", "", "ConnectionStrings:kafka does not say where it is")]
    public async Task What_cannot_be_meant_ends_the_start_with_one_line(string events, string kafka, string message)
    {
        await using var host = AppHostProcess.Start(("Shop__Events", events), ("ConnectionStrings__kafka", kafka));

        Assert.Equal(1, await host.EndsAsync());

        var said = await Eventually.BecomesAsync("the reason", () => Task.FromResult(host.Printed), printed => printed.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_one_process_products_hear_of_orders_without_Kafka_and_others_by_it()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await HostOnKafka.StartAsync(
            database, kafka,
            builder =>
            {
                builder.Configuration[ModuleChoice.Setting] = "products,orders,payments";
                builder.AddModules(ModuleChoice.Read(builder.Configuration));
            },
            app => app.MapModules(ModuleChoice.Read(app.Configuration)));
        using var created = await host.Client.PostAsJsonAsync("/products", new { name = "Test product", description = "Made by a test.", category = "Tests", price = 10m, currency = "EUR" });
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        using var stocked = await host.Client.PostAsJsonAsync($"/products/{product.Id}/stock", new { delta = 5, reason = "delivery" });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { { "Idempotency-Key", "one-order" } },
            Content = JsonContent.Create(new { customerId = "customer-1", lines = (OrderLine[])[new(product.Id, 1)], paymentMethod = "approve" }),
        };
        using var placed = await host.Client.SendAsync(request);
        var order = (await placed.Content.ReadFromJsonAsync<OrderView>())!;

        using var shipped = await host.Client.PostAsync($"/orders/{order.Id}/ship", null);

        Assert.Equal(HttpStatusCode.OK, shipped.StatusCode);
        await Eventually.BecomesAsync("the events in the topic", kafka.MessagesAsync, messages => messages.Count == 2);
        var sales = await host.Client.GetFromJsonAsync<SalesView>($"/products/{product.Id}/sales");
        Assert.Equal((1, 1), (sales!.Orders, sales.Pieces));
        Assert.DoesNotContain(host.Lines, line => line.Contains("partitions of", StringComparison.Ordinal));
    }
}
