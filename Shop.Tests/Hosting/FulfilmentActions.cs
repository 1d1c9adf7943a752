using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Tests.Hosting;

/// <summary>What tests do with an order after it was placed. A request that a slow machine has put off is sent until it is answered for good.</summary>
internal static class FulfilmentActions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Calls an order off.</summary>
    public static Task<HttpStatusCode> CancelAsync(this ShopFixture shop, Guid orderId) => shop.AskAsync($"/orders/{orderId}/cancel", () => null);

    /// <summary>Sends an order out.</summary>
    public static Task<HttpStatusCode> ShipAsync(this ShopFixture shop, Guid orderId) => shop.AskAsync($"/orders/{orderId}/ship", () => null);

    /// <summary>Gives money back: a refund of its own, where none is named.</summary>
    public static Task<HttpStatusCode> GiveBackAsync(this ShopFixture shop, Guid orderId, decimal amount, string? refundId = null)
    {
        refundId ??= $"refund-{Guid.NewGuid():N}";
        return shop.AskAsync($"/orders/{orderId}/refund", () => JsonContent.Create(new { amount, refundId }));
    }

    /// <summary>An order with everything that the API tells of it.</summary>
    public static Task<JsonElement> OrderAsync(this ShopFixture shop, Guid orderId) => shop.Orders.GetFromJsonAsync<JsonElement>($"/orders/{orderId}");

    /// <summary>The order of a customer who has placed one, as soon as it can be seen.</summary>
    public static async Task<OrderView> OnlyOrderOfAsync(this ShopFixture shop, string customer) => (await Eventually.BecomesAsync(
        $"the order of {customer} to be listed", () => shop.Orders.GetFromJsonAsync<OrderView[]>($"/orders?customerId={customer}"),
        orders => orders is { Length: 1 }, Patience))![0];

    private static Task<HttpStatusCode> AskAsync(this ShopFixture shop, string path, Func<HttpContent?> body) => Eventually.BecomesAsync(
        $"{path} to be answered for good",
        async () =>
        {
            using var content = body();
            using var response = await shop.Orders.PostAsync(path, content);
            return response.StatusCode;
        },
        status => status is not (HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable), Patience);
}
