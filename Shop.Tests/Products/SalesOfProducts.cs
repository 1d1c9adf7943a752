using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>What the catalogue learns of orders from their events, however they reach it.</summary>
public class SalesOfProducts(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task What_is_shipped_is_counted_and_what_is_only_ordered_is_not()
    {
        var product = await Shop.NewProductAsync(stock: 20, price: 2.5m);
        var other = await Shop.NewProductAsync(stock: 20, price: 4m);
        Assert.Equal(new SalesView(product.Id, 0, 0, 0, "EUR", null), await Shop.SalesOfAsync(product.Id));
        await Shop.ConfirmedOrderAsync(product.Id, quantity: 7);

        foreach (var quantity in (int[])[3, 4])
        {
            using var response = await Shop.PlaceOrderAsync([new(product.Id, quantity), new(other.Id, 1)]);
            var order = (await response.Content.ReadFromJsonAsync<OrderView>())!;
            Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order.Id));
        }

        var sales = await Shop.SalesBecomeAsync(product.Id, orders: 2);
        Assert.Equal((7, 17.5m, "EUR"), (sales.Pieces, sales.Revenue, sales.Currency));
        Assert.NotNull(sales.LastSoldAt);
        Assert.Equal((2, 8m), await Shop.SalesBecomeAsync(other.Id, orders: 2) is var second ? (second.Pieces, second.Revenue) : default);
    }

    [Fact]
    public async Task There_are_no_sales_of_what_is_no_product()
    {
        using var response = await Shop.Products.GetAsync("/products/2000000000/sales");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
