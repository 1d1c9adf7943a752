using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The monolith does not hear that its order was committed.</summary>
public sealed class AnswersLostInOneProcess(ShopFixture shop) : ShopTest(shop)
{
    [Theory]
    [InlineData("one-transaction", "COMMIT")]
    [InlineData("steps", null)]
    public async Task An_order_whose_commit_was_not_heard_of_is_confirmed_and_is_one_order(string checkout, string? commit)
    {
        await using var monolith = await MonolithOnWire.StartAsync(Shop, checkout);
        var client = monolith.Client;
        var product = await NewProductAsync(client, stock: 5);
        var key = Guid.NewGuid().ToString();
        monolith.Wire.LoseAnswerAfter(commit is null ? [key] : [key, commit]);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { { "Idempotency-Key", key } },
            Content = JsonContent.Create(new { customerId = "lost", lines = (OrderLine[])[new(product, 2)], paymentMethod = "approve" }),
        };
        using var response = await client.SendAsync(request);

        Assert.Equal(1, monolith.Wire.Lost);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var order = Assert.Single((await client.GetFromJsonAsync<OrderView[]>("/orders"))!);
        Assert.Equal("Confirmed", order.Status);
        Assert.Equal(3, (await client.GetFromJsonAsync<ProductView>($"/products/{product}"))!.Available);
        Assert.Equal("Authorized", (await client.GetFromJsonAsync<PaymentView>($"/payments/{order.Id}"))!.Status);
    }

    private static async Task<int> NewProductAsync(HttpClient client, int stock)
    {
        using var created = await client.PostAsJsonAsync("/products", new { name = "Test product", description = "Made by a test.", category = "Tests", price = 10m, currency = "EUR" });
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        using var stocked = await client.PostAsJsonAsync($"/products/{product.Id}/stock", new { delta = stock, reason = "delivery" });
        Assert.Equal(HttpStatusCode.OK, stocked.StatusCode);
        return product.Id;
    }
}
