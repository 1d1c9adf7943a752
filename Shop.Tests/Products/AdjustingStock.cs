using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>Stock changes with a reason, and never below what orders hold.</summary>
public sealed class AdjustingStock(ShopFixture shop) : ShopTest(shop, Part.Products)
{
    [Fact]
    public async Task The_answer_tells_what_is_on_hand_reserved_and_available()
    {
        var product = await Shop.NewProductAsync(10);
        await Shop.ReservedAsync(new OrderLine(product.Id, 4));

        using var response = await Shop.AdjustAsync(product.Id, -5, "broken in transit");

        Assert.Equal(new StockView(product.Id, OnHand: 5, Reserved: 4, Available: 1), await response.Content.ReadFromJsonAsync<StockView>());
    }

    [Fact]
    public async Task Reserved_goods_cannot_be_taken_away()
    {
        var product = await Shop.NewProductAsync(10);
        await Shop.ReservedAsync(new OrderLine(product.Id, 4));

        using var response = await Shop.AdjustAsync(product.Id, -7);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("/problems/insufficient-stock", (await ProblemView.ReadAsync(response)).Type);
        Assert.Equal((10, 4), await Shop.StockOfAsync(product.Id));
    }

    [Fact]
    public async Task Every_adjustment_is_kept_with_its_reason()
    {
        var product = await Shop.NewProductAsync(10);
        using var response = await Shop.AdjustAsync(product.Id, -3, "given to the fair");

        var reasons = await Shop.ScalarAsync<string[]>(
            "productdb", "SELECT array_agg(delta || ' ' || reason ORDER BY id) FROM product.stock_adjustments WHERE product_id = $1", product.Id);

        Assert.Equal(["10 delivery", "-3 given to the fair"], reasons);
    }

    [Fact]
    public async Task More_than_can_be_counted_is_refused()
    {
        var product = await Shop.NewProductAsync(10);
        using var response = await Shop.AdjustAsync(product.Id, 1_000_000_000);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("/problems/stock-limit", (await ProblemView.ReadAsync(response)).Type);
    }
}
