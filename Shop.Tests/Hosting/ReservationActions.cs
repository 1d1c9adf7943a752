using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Tests.Hosting;

/// <summary>A reservation as the API writes it.</summary>
public sealed record ReservationView(Guid OrderId, string Status, string Currency, decimal Total, IReadOnlyList<ReservationLineView> Lines);

/// <summary>A line of a reservation as the API writes it.</summary>
public sealed record ReservationLineView(int ProductId, string Name, int Quantity, decimal UnitPrice, decimal Amount);

/// <summary>Stock as the API writes it.</summary>
public sealed record StockView(int ProductId, int OnHand, int Reserved, int Available);

/// <summary>What tests do with reservations and stock again and again.</summary>
internal static class ReservationActions
{
    public static Task<HttpResponseMessage> ReserveAsync(this ShopFixture shop, Guid orderId, params OrderLine[] lines) =>
        shop.Products.PutAsJsonAsync($"/reservations/{orderId}", new { lines });

    public static Task<HttpResponseMessage> CommitAsync(this ShopFixture shop, Guid orderId) =>
        shop.Products.PostAsync($"/reservations/{orderId}/commit", null);

    public static Task<HttpResponseMessage> ReleaseAsync(this ShopFixture shop, Guid orderId) =>
        shop.Products.DeleteAsync($"/reservations/{orderId}");

    public static Task<HttpResponseMessage> AdjustAsync(this ShopFixture shop, int productId, int delta, string reason = "counted") =>
        shop.Products.PostAsJsonAsync($"/products/{productId}/stock", new { delta, reason });

    /// <summary>Reserves and expects it to work.</summary>
    public static async Task<Guid> ReservedAsync(this ShopFixture shop, params OrderLine[] lines)
    {
        var orderId = Guid.CreateVersion7();
        using var response = await shop.ReserveAsync(orderId, lines);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return orderId;
    }

    /// <summary>What there is of a product, and how much of it is put aside.</summary>
    public static async Task<(int OnHand, int Reserved)> StockOfAsync(this ShopFixture shop, int productId)
    {
        var stock = await shop.Products.GetFromJsonAsync<JsonElement>($"/products/{productId}/stock");
        return (stock.GetProperty("onHand").GetInt32(), stock.GetProperty("reserved").GetInt32());
    }
}
