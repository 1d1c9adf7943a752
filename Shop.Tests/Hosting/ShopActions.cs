using System.Net;
using System.Net.Http.Json;

namespace Shop.Tests.Hosting;

/// <summary>What tests do with the shop again and again.</summary>
public static class ShopActions
{
    private static readonly TimeSpan PurchaseBound = TimeSpan.FromMinutes(2);

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

    /// <summary>
    /// Orders, and tries again for as long as there is neither an order nor too little in stock: a step took too long on a slow machine, or a part of the shop
    /// is away.
    /// </summary>
    /// <returns>The confirmed order; null where there was not enough in stock.</returns>
    public static async Task<OrderView?> BuyAsync(this ShopFixture shop, IReadOnlyCollection<OrderLine> lines, string customerId = "customer-1")
    {
        var key = new OrderKey();
        var (status, order) = await Eventually.BecomesAsync(
            "an order to be answered for good",
            async () =>
            {
                try
                {
                    using var response = await key.HeardAsync(await shop.PlaceOrderAsync(lines, key: key.Value, customerId: customerId));
                    return (response.StatusCode, response.StatusCode == HttpStatusCode.Created ? await response.Content.ReadFromJsonAsync<OrderView>() : null);
                }
                catch (HttpRequestException)
                {
                    // Whoever was to answer has died.
                    return (HttpStatusCode.ServiceUnavailable, null);
                }
            },
            answer => answer.Item1 is not (HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable), PurchaseBound);
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.Conflict, $"An order was answered {status}.");
        return order;
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
