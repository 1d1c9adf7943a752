using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Commons;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>What somebody with a real browser sees of the shop; skipped where there is no browser to look with.</summary>
public abstract class ShoppingWithScripts(ShopFixture shop) : ShopTest(shop, Part.Products, Part.Orders, Part.Payments, Part.Web)
{
    private const int MaxFirstPageBytes = 50_000;
    private const int MaxAllBytes = 120_000;

    [Fact]
    public async Task An_order_is_placed_confirmed_and_shipped_and_its_page_follows()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var product = await Shop.NewProductAsync(stock: 10);
        using var session = new Session();
        var browser = session.Browser;

        await GoAsync(browser, $"/shop/products/{product.Id}");
        Click(browser, "main form button");
        await PathAsync(browser, "/shop/cart");
        Click(browser, "main a[href='/shop/checkout']");
        await SignInAsync(browser, "ada");
        await PathAsync(browser, "/shop/checkout");
        // A bank that takes its time: the page has to wait for it.
        browser.FindElement(By.CssSelector("#paymentMethod option[value='fail-2-then-approve']")).Click();
        Click(browser, "main form.checkout button");
        await PathAsync(browser, "/shop/orders/");
        await SaysAsync(browser, "Confirmed");

        var order = Guid.Parse(new Uri(browser.Url).Segments[^1]);
        using (var shipped = await Shop.Orders.PostAsync($"/orders/{order}/ship", null))
            Assert.True(shipped.IsSuccessStatusCode);

        await SaysAsync(browser, "It is on its way to you.");
        Assert.Empty(Complaints(browser));
    }

    [Fact]
    public async Task No_page_keeps_anybody_out()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var product = await Shop.NewProductAsync(stock: 10);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        var subscriptions = await Shop.Orders.GetFromJsonAsync<JsonElement>("/webhooks");
        using var session = new Session();
        var browser = session.Browser;
        var axe = new BundledAxeScriptProvider().GetScript();
        var found = new List<string>();

        foreach (var path in (string[])["/shop", $"/shop/products/{product.Id}", "/shop/sign-in", "/shop/sign-up", "/shop/denied", "/shop/products/999999999"]) await LookAsync(path);
        await GoAsync(browser, $"/shop/products/{product.Id}");
        Click(browser, "main form button");
        await PathAsync(browser, "/shop/cart");
        await GoAsync(browser, "/shop/sign-in");
        await SignInAsync(browser, "staff");
        List<string> pages =
        [
            "/shop/cart", "/shop/checkout", "/shop/orders", "/office", $"/office/orders/{order.Id}", "/office?stuck=true", "/office/products", "/office/products/new",
            $"/office/products/{product.Id}", "/office/webhooks",
        ];
        if (subscriptions.GetArrayLength() > 0) pages.Add($"/office/webhooks/{subscriptions[0].GetProperty("id").GetGuid()}");
        foreach (var path in pages) await LookAsync(path);

        Assert.Empty(found);
        Assert.DoesNotContain(Complaints(browser), complaint => !complaint.Contains("status of 404", StringComparison.Ordinal));

        async Task LookAsync(string path)
        {
            foreach (var scheme in (string[])["light", "dark"])
            {
                browser.ExecuteCdpCommand("Emulation.setEmulatedMedia", new() { ["features"] = new object[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = scheme } } });
                await GoAsync(browser, path);
                browser.ExecuteScript(axe);
                var result = (string)browser.ExecuteAsyncScript("""
                    const done = arguments[arguments.length - 1];
                    axe.run().then(found => done(JSON.stringify(found.violations.filter(v => v.impact === "serious" || v.impact === "critical")
                      .map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))));
                    """)!;
                found.AddRange(JsonSerializer.Deserialize<string[]>(result)!.Select(violation => $"{path} ({scheme}): {violation}"));
            }
        }
    }

    [Fact]
    public async Task A_phone_shows_all_of_it_without_scrolling_sideways()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var product = await Shop.NewProductAsync(stock: 10);
        using var session = new Session();
        var browser = session.Browser;
        browser.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new() { ["width"] = 360, ["height"] = 740, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        await GoAsync(browser, "/shop/sign-in");
        await SignInAsync(browser, "staff");

        foreach (var path in (string[])["/shop", $"/shop/products/{product.Id}", "/shop/cart", "/shop/orders", "/office", "/office/products", $"/office/products/{product.Id}", "/office/webhooks"])
        {
            await GoAsync(browser, path);
            var (wide, screen) = ((long)browser.ExecuteScript("return document.documentElement.scrollWidth")!, (long)browser.ExecuteScript("return window.innerWidth")!);
            Assert.True(wide <= screen, $"{path} is {wide} wide on a screen of {screen}.");
        }
    }

    [Fact]
    public async Task The_first_page_is_light()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        using var session = new Session();
        await GoAsync(session.Browser, "/shop");

        var sizes = JsonSerializer.Deserialize<Dictionary<string, long>>((string)session.Browser.ExecuteScript("""
            const all = performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"));
            return JSON.stringify(Object.fromEntries(all.map(e => [new URL(e.name).pathname, e.encodedBodySize])));
            """)!)!;

        Assert.All(sizes, size => Assert.True(size.Value > 0, $"{size.Key} is empty."));
        Assert.InRange(sizes.Where(size => !size.Key.EndsWith(".js", StringComparison.Ordinal)).Sum(size => size.Value), 1, MaxFirstPageBytes);
        Assert.InRange(sizes.Sum(size => size.Value), 1, MaxAllBytes);
    }

    private async Task GoAsync(ChromeDriver browser, string path) => await browser.Navigate().GoToUrlAsync(new Uri(Shop.Pages, path));

    private static void Click(ChromeDriver browser, string selector) => browser.FindElement(By.CssSelector(selector)).Click();

    private static async Task SignInAsync(ChromeDriver browser, string name)
    {
        await PathAsync(browser, "/shop/sign-in");
        browser.FindElement(By.Id("username")).SendKeys(name);
        browser.FindElement(By.Id("password")).SendKeys("shop");
        Click(browser, "main form.fields button");
        await Eventually.BecomesAsync("a page behind the sign-in", () => Task.FromResult(new Uri(browser.Url).AbsolutePath), path => path != "/shop/sign-in");
    }

    private static Task<string> PathAsync(ChromeDriver browser, string path) =>
        Eventually.BecomesAsync($"the page {path}", () => Task.FromResult(new Uri(browser.Url).AbsolutePath), now => now.StartsWith(path, StringComparison.Ordinal));

    private static Task<string> SaysAsync(ChromeDriver browser, string words) => Eventually.BecomesAsync(
        $"a page with \"{words}\"", () => Task.FromResult((string)browser.ExecuteScript("return document.body?.innerText ?? ''")!), text => text.Contains(words, StringComparison.Ordinal));

    /// <summary>What the browser complains about: what the pages' own policy refuses, and what is not there.</summary>
    private static IEnumerable<string> Complaints(ChromeDriver browser) => browser.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message);

    private sealed class Session : IDisposable
    {
        private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("shop-browser-");

        public Session() => Browser = Chromium.Start(_profile.FullName);

        public ChromeDriver Browser { get; }

        [SuppressMessage("Usage", "CA1816", Justification = "Sealed, and without a finalizer.")]
        public void Dispose()
        {
            Browser.Quit();
            Browser.Dispose();
            _profile.Delete(recursive: true);
        }
    }
}

/// <summary>At three services.</summary>
public sealed class ShoppingAtServices(ShopFixture shop) : ShoppingWithScripts(shop);

/// <summary>In one process.</summary>
public sealed class ShoppingInOneProcess(MonolithFixture shop) : ShoppingWithScripts(shop);
