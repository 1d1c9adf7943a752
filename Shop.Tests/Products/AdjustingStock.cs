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

    [Fact]
    public async Task The_history_of_a_stock_is_read_a_page_at_a_time_the_latest_first()
    {
        var product = await Shop.NewProductAsync(10);
        foreach (var (delta, reason) in ((int, string)[])[(-3, "given to the fair"), (5, "returned"), (-1, "broken")]) (await Shop.AdjustAsync(product.Id, delta, reason)).Dispose();
        await Shop.ReservedAsync(new OrderLine(product.Id, 4));

        using var first = await Shop.Products.GetAsync($"/products/{product.Id}/stock?limit=2");
        var page = (await first.Content.ReadFromJsonAsync<HistoryView>())!;
        Assert.Equal((11, 4, 7), (page.OnHand, page.Reserved, page.Available));
        Assert.Equal([(-1, "broken"), (5, "returned")], page.History.Select(entry => (entry.Delta, entry.Reason)));
        Assert.All(page.History, entry => Assert.InRange(entry.At, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow));

        using var last = await Shop.Products.GetAsync(Paging.Next(first));
        var rest = (await last.Content.ReadFromJsonAsync<HistoryView>())!;
        Assert.Equal([(-3, "given to the fair"), (10, "delivery")], rest.History.Select(entry => (entry.Delta, entry.Reason)));
        Assert.Null(Paging.Next(last));
    }

    [Fact]
    public async Task What_has_left_the_catalogue_has_a_history_still()
    {
        var product = await Shop.NewProductAsync(10);
        using var removed = await Shop.Products.DeleteAsync($"/products/{product.Id}");
        Assert.Single((await Shop.Products.GetFromJsonAsync<HistoryView>($"/products/{product.Id}/stock"))!.History);
        Assert.Equal(HttpStatusCode.NotFound, (await Shop.Products.GetAsync("/products/2147483647/stock")).StatusCode);
    }

    private sealed record HistoryView(int ProductId, int OnHand, int Reserved, int Available, IReadOnlyList<EntryView> History);

    private sealed record EntryView(long Id, int Delta, string Reason, DateTimeOffset At);
}
