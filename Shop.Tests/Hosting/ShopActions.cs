using System.Net;
using System.Net.Http.Json;

namespace Shop.Tests.Hosting;

/// <summary>What tests do with the shop again and again.</summary>
public static class ShopActions
{
    /// <summary>Adds a product of the test's own, so that no other test moves its stock.</summary>
    public static async Task<ProductView> NewProductAsync(this ShopFixture shop, int stock, decimal price = 10m)
    {
        using var created = await shop.Products.PostAsJsonAsync("/products", new
        {
            name = $"Test product {Guid.CreateVersion7()}",
            description = "Made by a test.",
            category = "Tests",
            price,
            currency = "EUR",
        });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        if (stock == 0) return product;

        using var stocked = await shop.Products.PostAsJsonAsync($"/products/{product.Id}/stock", new { delta = stock, reason = "delivery" });
        Assert.Equal(HttpStatusCode.OK, stocked.StatusCode);
        return product with { Available = stock };
    }

    /// <summary>How many of a product can still be reserved.</summary>
    public static async Task<int> AvailableAsync(this ShopFixture shop, int productId) =>
        (await shop.Products.GetFromJsonAsync<ProductView>($"/products/{productId}"))!.Available;

    /// <summary>Places an order.</summary>
    public static async Task<HttpResponseMessage> PlaceOrderAsync(
        this ShopFixture shop, IEnumerable<OrderLine> lines, string paymentMethod = "approve", string? key = null, string customerId = "customer-1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Content = JsonContent.Create(new { customerId, lines, paymentMethod }),
        };
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString());
        return await shop.Orders.SendAsync(request);
    }

    /// <summary>Places an order for one product and expects it confirmed.</summary>
    public static async Task<OrderView> ConfirmedOrderAsync(this ShopFixture shop, int productId, int quantity = 1)
    {
        using var response = await shop.PlaceOrderAsync([new(productId, quantity)]);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<OrderView>())!;
    }

    /// <summary>The payment of an order, or null where none was ever asked for.</summary>
    public static async Task<PaymentView?> PaymentOfAsync(this ShopFixture shop, Guid orderId)
    {
        using var response = await shop.Payments.GetAsync($"/payments/{orderId}");
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<PaymentView>();
    }
}
