using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>
/// Every page on desktop and phone, light and dark: each on two of the four screens, the next page on the other two. With
/// <c>SHOP_SCREENSHOTS=directory</c> each is looked at on all four, and written there as PNGs.
/// </summary>
public sealed class EveryPage(DashboardFixture dashboard) : DashboardTest(dashboard)
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("SHOP_SCREENSHOTS");

    private int _inspected;

    private Page Page => Dashboard.Page;

    [Fact]
    public async Task No_page_has_a_serious_accessibility_issue_on_any_screen()
    {
        var trace = await TraceOfAnOrderAsync();
        var issues = new List<string>();
        try
        {
            // Console and logs are filtered to lines that name no folder of this machine: the pictures go into the documentation.
            foreach (var (name, path, shows) in (View[])
                     [
                         new("resources", "/", "[data-testid=resources]"),
                         new("resource-graph", "/?view=graph", "[data-testid=resource-graph]"),
                         new("resource-details", "/?resource=order-api", "[data-testid=resource-details]"),
                         new("console", "/consolelogs?text=health", "[data-testid=console-line]"),
                         new("structured-logs", "/structuredlogs?text=order%200", "[data-testid=log-row]"),
                         new("traces", "/traces", "[data-testid=trace-row]"),
                         new("trace", trace, "[data-testid=span-row]"),
                         new("metrics", "/metrics?resource=order-api", "[data-testid=chart-line]"),
                         new("metric-table", "/metrics?resource=order-api&view=table", "[data-testid=metric-table]"),
                         new("not-found", "/no/such/page", "h1"),
                     ])
            {
                Page.Open(path);
                await Page.SeesAsync(shows);
                Inspect(name, issues);
            }

            Page.Open("/traces");
            await Page.ClickAsync("[data-testid=help-open]");
            Inspect("help", issues);
            await OpenAStatementAsync(trace);
            Inspect("span", issues);
            Page.Open("/structuredlogs");
            await Page.ClickAsync("[data-testid=log-row]");
            await Page.SeesAsync("[data-testid=log-details]");
            Inspect("log", issues);
            Page.ForgetCookies();
            Page.Open("/login");
            Inspect("login", issues);
        }
        finally
        {
            Page.LookAs(Screen.Desktop);
            Page.Open(Dashboard.Link.PathAndQuery);
        }

        Assert.True(issues.Count == 0, string.Join('\n', issues));
    }

    private void Inspect(string name, List<string> issues)
    {
        var turn = _inspected++ % 2;
        IEnumerable<Screen> screens = Pictures is null ? [Screen.All[turn], Screen.All[3 - turn]] : Screen.All;
        foreach (var screen in screens)
        {
            Page.LookAs(screen);
            issues.AddRange(Page.SeriousIssues().Select(issue => $"{name} on {screen}: {issue}"));
            if (Pictures is null) continue;
            Directory.CreateDirectory(Pictures);
            File.WriteAllBytes(Path.Combine(Pictures, $"{name}-{screen}.png"), Page.Picture());
        }

        Page.LookAs(Screen.Desktop);
    }

    private async Task OpenAStatementAsync(string trace)
    {
        Page.Open(trace);
        await Page.ClickAsync("[data-testid=span-row][data-service=product-api]:not([aria-expanded])");
        await Page.SeesAsync("[data-testid=span-statement]");
    }

    /// <summary>Orders of several kinds, so that the pages have something to show; and the way of one of them.</summary>
    private async Task<string> TraceOfAnOrderAsync()
    {
        var product = await Dashboard.NewProductAsync(stock: 100);
        using var declined = await Dashboard.PlaceOrderAsync([new(product.Id, 1)], "decline");
        using var soldOut = await Dashboard.PlaceOrderAsync([new(product.Id, 1000)]);
        for (var i = 0; i < 3; i++) await Dashboard.ConfirmedOrderAsync(product.Id);
        await Dashboard.Products.GetFromJsonAsync<object>("/products?limit=5", TestContext.Current.CancellationToken);
        var order = await Dashboard.ConfirmedOrderAsync(product.Id, quantity: 2);

        Page.Open($"/traces?text={order.Id}");
        var ids = await Page.SeesAsync("the trace of the order", () => Page.Attributes("[data-testid=trace-row]", "data-trace"), ids => ids.Count == 1);
        return $"/traces/detail/{ids[0]}";
    }

    private sealed record View(string Name, string Path, string Shows);
}
