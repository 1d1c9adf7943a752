using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>Goods that somebody has given away behind an order's back: its money was taken by then, and goes back.</summary>
public sealed class ShippingThatFails(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task An_order_that_is_cancelled_during_shipping_shows_the_money_that_went_back()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        using var interfered = await Shop.ReleaseAsync(order.Id);
        Assert.Equal(HttpStatusCode.OK, interfered.StatusCode);

        Assert.Equal(HttpStatusCode.Conflict, await Shop.ShipAsync(order.Id));

        var seen = await Shop.OrderAsync(order.Id);
        Assert.Equal("Cancelled", seen.GetProperty("status").GetString());
        Assert.Equal(10m, seen.GetProperty("refunded").GetDecimal());
        Assert.Contains(seen.GetProperty("history").EnumerateArray(), change =>
            change.TryGetProperty("event", out var name) && name.GetString() == "order.refunded" && change.GetProperty("amount").GetDecimal() == 10m);
        Assert.Equal("Refunded", (await Shop.PaymentOfAsync(order.Id))?.Status);
    }
}
