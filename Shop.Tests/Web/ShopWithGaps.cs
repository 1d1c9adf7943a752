using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Web;

/// <summary>Pages of a shop that has no part for payments: what is missing is said, and nothing is lost.</summary>
public sealed class ShopWithoutPayments(TwoServicesFixture shop) : ShopTest(shop, Part.Products, Part.Orders, Part.Web), IClassFixture<TwoServicesFixture>
{
    [Fact]
    public async Task An_order_is_accepted_and_its_page_says_what_it_waits_for()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var customer = new Visitor(Shop);
        await customer.SignInAsync("ada");
        await customer.AddAsync(product.Id, pieces: 2);

        var ordered = await customer.CheckOutAsync();

        Assert.Contains("We have your order, and the goods are put aside. The payment has still to be settled", ordered.Text, StringComparison.Ordinal);
        Assert.Equal(3, await Shop.AvailableAsync(product.Id));
        using var staff = new Visitor(Shop);
        await staff.SignInAsync("staff");
        var page = await staff.GetAsync($"/office/orders/{ordered.OrderId}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("This part of the shop does not answer right now", page.Text, StringComparison.Ordinal);
    }
}

/// <summary>Pages of one process that has a catalogue and nothing else.</summary>
public sealed class ShopThatOnlyShows(ShownCatalogueFixture shop) : ShopTest(shop, Part.Products), IClassFixture<ShownCatalogueFixture>
{
    [Fact]
    public async Task Its_products_are_shown_and_what_it_cannot_do_is_said()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var customer = new Visitor(Shop);
        await customer.SignInAsync("ada");

        Assert.Contains(product.Name, (await customer.GetAsync($"/shop/products/{product.Id}")).Text, StringComparison.Ordinal);
        await customer.AddAsync(product.Id);
        var checkout = await customer.GetAsync("/shop/checkout");
        var ordered = await customer.SendAsync(checkout, "/shop/checkout", ("paymentMethod", "approve"));
        Assert.Contains("The shop cannot take orders right now. Your cart is as it was", ordered.Text, StringComparison.Ordinal);
        // Nobody has said that nothing was ordered: the next attempt is the same order.
        Assert.Equal(checkout.FilledIn("/shop/checkout")["key"], ordered.FilledIn("/shop/checkout")["key"]);
        Assert.Contains("Your orders cannot be read right now", (await customer.GetAsync("/shop/orders")).Text, StringComparison.Ordinal);
    }
}

/// <summary>One process with catalogue and pages.</summary>
public sealed class ShownCatalogueFixture() : ShopFixture(["--Shop:Topology=monolith", "--Shop:Modules=products,web"], "shop", "shop", "shop", "shop");
