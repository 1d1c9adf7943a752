using OpenQA.Selenium.Chrome;
using Shop.Tests.Hosting;
using Shop.Tests.Orders;

namespace Shop.Tests.Browser;

/// <summary>What somebody who debugs the shop sees in Aspire's dashboard; skipped where there is no browser to look with.</summary>
public sealed class GenuineDashboard(ShopFixture shop)
{
    [Fact]
    public async Task The_page_of_an_orders_trace_shows_three_services_and_their_databases()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        await shop.StartAsync();
        var product = await shop.NewProductAsync(stock: 1000);
        var (traceId, _, _) = await shop.WholeTraceAsync(product.Id);

        using var profile = new TemporaryDirectory();
        using var browser = Chromium.Start(profile.Path);
        await browser.Navigate().GoToUrlAsync(shop.DashboardLink);
        await browser.Navigate().GoToUrlAsync(new Uri(shop.DashboardLink, $"/traces/detail/{traceId}"));

        string[] expected = [.. TracedOrders.Services, "postgres"];
        await Eventually.BecomesAsync(
            $"a page with {string.Join(", ", expected)}",
            () => Task.FromResult(TextOf(browser)),
            text => expected.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static string TextOf(ChromeDriver browser) => (string)browser.ExecuteScript("return document.body?.innerText ?? ''")!;
}
