using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>A customer who says what they saw pays that or nothing.</summary>
public class ExpectedTotals(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task An_order_that_costs_what_was_seen_is_confirmed()
    {
        var product = await Shop.NewProductAsync(stock: 10, price: 2.5m);

        using var response = await PlaceAsync(product.Id, quantity: 3, expectedTotal: 7.5m);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task One_that_costs_something_else_is_not_placed_and_the_new_price_is_said_again_and_again()
    {
        var product = await Shop.NewProductAsync(stock: 10, price: 2.5m);
        var key = Guid.CreateVersion7().ToString();

        using var first = await PlaceAsync(product.Id, quantity: 3, expectedTotal: 7.4m, key);
        using var second = await PlaceAsync(product.Id, quantity: 3, expectedTotal: 7.4m, key);
        using var other = await PlaceAsync(product.Id, quantity: 3, expectedTotal: 7.5m, key);

        Assert.Equal(HttpStatusCode.Conflict, first.StatusCode);
        var problem = await first.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("/problems/price-changed", problem.GetProperty("type").GetString());
        Assert.Equal(7.5m, problem.GetProperty("total").GetDecimal());
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        // What was agreed to is a part of what was asked for.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);

        var order = problem.GetProperty("orderId").GetGuid();
        await Eventually.BecomesAsync("the goods to be free again", () => Shop.AvailableAsync(product.Id), available => available == 10);
        Assert.True(await Shop.PaymentOfAsync(order) is null or { Status: "Voided" });
    }

    private async Task<HttpResponseMessage> PlaceAsync(int product, int quantity, decimal expectedTotal, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { { "Idempotency-Key", key ?? Guid.CreateVersion7().ToString() } },
            Content = JsonContent.Create(new { customerId = "ada", lines = new[] { new OrderLine(product, quantity) }, paymentMethod = "approve", expectedTotal }),
        };
        return await Shop.Orders.SendAsync(request);
    }
}
