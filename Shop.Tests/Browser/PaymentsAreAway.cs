using Shop.Tests.Faults;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>A customer whose order waits for a part of the shop reads so, and sees it go on without doing anything.</summary>
[Collection(nameof(FaultyShop))]
public sealed class PaymentsAreAway(FaultyShop shop) : ShopTest(shop, Part.Products, Part.Orders, Part.Payments, Part.Web)
{
    [Fact]
    public async Task An_order_is_accepted_and_its_page_follows_whatever_comes_back_when()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var product = await Shop.NewProductAsync(stock: 10);
        using var customer = new Session(shop);
        await customer.BeginCheckoutAsync(product.Id, "ada");
        await shop.KillAsync(FaultyShop.PaymentApi);

        customer.Order("approve");

        await customer.PathAsync("/shop/orders/");
        await customer.SaysAsync("The payment has still to be settled");
        // The page's stream breaks with it, and the browser finds nobody for a while.
        await shop.KillAsync(FaultyShop.OrderApi);
        await shop.StartAgainAsync(FaultyShop.OrderApi);
        await shop.StartAgainAsync(FaultyShop.PaymentApi);
        await customer.SaysAsync("the payment is approved");
        Assert.Equal("Authorized", (await Shop.PaymentOfAsync(customer.OrderId))?.Status);
    }
}
