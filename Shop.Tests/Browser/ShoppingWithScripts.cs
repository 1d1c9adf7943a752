using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Commons;
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
        using var customer = new Session(Shop);

        await customer.BeginCheckoutAsync(product.Id, "ada");
        // A bank that takes its time: the page has to wait for it.
        customer.Order("fail-2-then-approve");
        await customer.PathAsync("/shop/orders/");
        await customer.SaysAsync("Confirmed");

        using (var staff = new Session(Shop))
        {
            await staff.GoAsync($"/office/orders/{customer.OrderId}");
            await staff.SignInAsync("staff");
            staff.Click($"main form[action='/office/orders/{customer.OrderId}/ship'] button");
            await staff.SaysAsync("Done.");
        }

        await customer.SaysAsync("It is on its way to you.");
        Assert.Empty(customer.Complaints);
    }

    [Fact]
    public async Task A_card_that_is_declined_costs_nothing_and_another_one_buys_it()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var product = await Shop.NewProductAsync(stock: 10);
        using var customer = new Session(Shop);
        await customer.BeginCheckoutAsync(product.Id, "bob");

        customer.Order("decline");

        await customer.SaysAsync("The bank has declined the payment. Nothing was charged");
        Assert.Equal("/shop/checkout", customer.Path);
        Assert.Equal(10, await Shop.AvailableAsync(product.Id));
        customer.Order("approve");
        await customer.PathAsync("/shop/orders/");
        await customer.SaysAsync("Confirmed");
        Assert.Equal(9, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task Who_is_too_late_reads_that_nothing_was_ordered()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var product = await Shop.NewProductAsync(stock: 1);
        using var customer = new Session(Shop);
        await customer.BeginCheckoutAsync(product.Id, "staff");
        await Shop.ConfirmedOrderAsync(product.Id);

        customer.Order("approve");

        await customer.SaysAsync("Nothing was ordered.");
        await customer.GoAsync("/shop/cart");
        await customer.SaysAsync("Sold out");
        await customer.GoAsync($"/shop/products/{product.Id}");
        await customer.SaysAsync("Sold out");
    }

    [Fact]
    public async Task What_a_product_is_called_runs_in_no_browser()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        const string hostile = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";
        using var created = await Shop.Products.PostAsJsonAsync("/products", new { name = hostile, description = hostile, category = "Hostile", price = 1m, currency = "EUR" });
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        using var person = new Session(Shop);

        foreach (var path in (string[])["/shop?category=Hostile", $"/shop/products/{product.Id}"])
        {
            await person.GoAsync(path);
            Assert.Contains(hostile, person.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("taken", person.Browser.Title.Replace(hostile, "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task No_page_keeps_anybody_out()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        var product = await Shop.NewProductAsync(stock: 10);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        var subscriptions = await Shop.Orders.GetFromJsonAsync<JsonElement>("/webhooks");
        using var session = new Session(Shop);
        var browser = session.Browser;
        var axe = new BundledAxeScriptProvider().GetScript();
        var found = new List<string>();

        foreach (var path in (string[])["/shop", $"/shop/products/{product.Id}", "/shop/sign-in", "/shop/sign-up", "/shop/denied", "/shop/products/999999999"]) await LookAsync(path);
        await session.GoAsync($"/shop/products/{product.Id}");
        session.Click("main form button");
        await session.PathAsync("/shop/cart");
        await session.GoAsync("/shop/sign-in");
        await session.SignInAsync("staff");
        List<string> pages =
        [
            "/shop/cart", "/shop/checkout", "/shop/orders", "/office", $"/office/orders/{order.Id}", "/office?stuck=true", "/office/products", "/office/products/new",
            $"/office/products/{product.Id}", "/office/webhooks",
        ];
        if (subscriptions.GetArrayLength() > 0) pages.Add($"/office/webhooks/{subscriptions[0].GetProperty("id").GetGuid()}");
        foreach (var path in pages) await LookAsync(path);

        Assert.Empty(found);
        Assert.DoesNotContain(session.Complaints, complaint => !complaint.Contains("status of 404", StringComparison.Ordinal));

        async Task LookAsync(string path)
        {
            foreach (var scheme in (string[])["light", "dark"])
            {
                browser.ExecuteCdpCommand("Emulation.setEmulatedMedia", new() { ["features"] = new object[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = scheme } } });
                await session.GoAsync(path);
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
        using var session = new Session(Shop);
        var browser = session.Browser;
        browser.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new() { ["width"] = 360, ["height"] = 740, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        await session.GoAsync("/shop/sign-in");
        await session.SignInAsync("staff");

        foreach (var path in (string[])["/shop", $"/shop/products/{product.Id}", "/shop/cart", "/shop/orders", "/office", "/office/products", $"/office/products/{product.Id}", "/office/webhooks"])
        {
            await session.GoAsync(path);
            var (wide, screen) = ((long)browser.ExecuteScript("return document.documentElement.scrollWidth")!, (long)browser.ExecuteScript("return window.innerWidth")!);
            Assert.True(wide <= screen, $"{path} is {wide} wide on a screen of {screen}.");
        }
    }

    [Fact]
    public async Task The_first_page_is_light()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        using var session = new Session(Shop);
        await session.GoAsync("/shop");

        var sizes = JsonSerializer.Deserialize<Dictionary<string, long>>((string)session.Browser.ExecuteScript("""
            const all = performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"));
            return JSON.stringify(Object.fromEntries(all.map(e => [new URL(e.name).pathname, e.encodedBodySize])));
            """)!)!;

        Assert.All(sizes, size => Assert.True(size.Value > 0, $"{size.Key} is empty."));
        Assert.InRange(sizes.Where(size => !size.Key.EndsWith(".js", StringComparison.Ordinal)).Sum(size => size.Value), 1, MaxFirstPageBytes);
        Assert.InRange(sizes.Sum(size => size.Value), 1, MaxAllBytes);
    }
}

/// <summary>At three services.</summary>
public sealed class ShoppingAtServices(ShopFixture shop) : ShoppingWithScripts(shop);

/// <summary>In one process.</summary>
public sealed class ShoppingInOneProcess(MonolithFixture shop) : ShoppingWithScripts(shop);
