using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Web;

/// <summary>The back office, for a browser without scripts.</summary>
public abstract partial class RunningTheShop(ShopFixture shop) : ShopTest(shop, Part.Products, Part.Orders, Part.Payments, Part.Web)
{
    [Fact]
    public async Task A_product_is_added_edited_stocked_and_taken_out()
    {
        using var staff = await StaffAsync();
        var name = $"Kettle {Guid.CreateVersion7()}";

        var added = await staff.SendAsync(await staff.GetAsync("/office/products/new"), "/office/products", ("name", name), ("description", "It sings."), ("category", "Tests"), ("price", "19.90"));
        Assert.Contains("Done.", added.Text, StringComparison.Ordinal);
        var id = int.Parse(added.Path[(added.Path.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        var edited = await staff.SendAsync(added, added.Path, ("name", name), ("description", "It sings."), ("category", "Tests"), ("price", "18.90"));
        var stocked = await staff.SendAsync(edited, $"{added.Path}/stock", ("delta", "7"), ("reason", "delivery 4711"));

        Assert.True(stocked.Text.Contains("delivery 4711", StringComparison.Ordinal), stocked.Text);
        Assert.Contains("staff", stocked.Text, StringComparison.Ordinal);
        var product = (await Shop.Products.GetFromJsonAsync<ProductView>($"/products/{id}"))!;
        Assert.Equal((18.90m, 7), (product.Price, product.Available));
        await staff.SendAsync(stocked, $"{added.Path}/remove");
        using var gone = await Shop.Products.GetAsync($"/products/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Who_was_slower_sees_both_versions_and_chooses()
    {
        var product = await Shop.NewProductAsync(stock: 1, price: 10m);
        using var staff = await StaffAsync();
        using var colleague = await StaffAsync();
        var path = $"/office/products/{product.Id}";
        var (own, other) = (await staff.GetAsync(path), await colleague.GetAsync(path));
        await colleague.SendAsync(other, path, ("name", "Their name"), ("category", "Tests"), ("price", "11.00"));

        var asked = await staff.SendAsync(own, path, ("name", "My name"), ("category", "Tests"), ("price", "12.00"));

        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Contains("Their name", asked.Source, StringComparison.Ordinal);
        Assert.Contains("My name", asked.Source, StringComparison.Ordinal);
        Assert.Equal(11m, (await Shop.Products.GetFromJsonAsync<ProductView>($"/products/{product.Id}"))!.Price);
        await staff.SendAsync(asked, path, ("name", "My name"), ("category", "Tests"), ("price", "12.00"));
        Assert.Equal(("My name", 12m), await Shop.Products.GetFromJsonAsync<ProductView>($"/products/{product.Id}") is { } now ? (now.Name, now.Price) : default);
    }

    [Fact]
    public async Task What_cannot_be_saved_keeps_what_was_written()
    {
        using var staff = await StaffAsync();

        var refused = await staff.SendAsync(await staff.GetAsync("/office/products/new"), "/office/products", ("name", "Half a kettle"), ("category", ""), ("price", "5.00"));

        Assert.Equal("/office/products/new", refused.Path.Split('?')[0]);
        Assert.Contains("value=\"Half a kettle\"", refused.Source, StringComparison.Ordinal);
        Assert.Contains("category", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_are_found_by_customer_and_state()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var customer = $"c-{Guid.CreateVersion7():N}";
        using var placed = await Shop.PlaceOrderAsync([new(product.Id, 1)], customerId: customer);
        var order = (await placed.Content.ReadFromJsonAsync<OrderView>())!;
        using var staff = await StaffAsync();

        Assert.Contains($"/office/orders/{order.Id}", (await staff.GetAsync($"/office?customer={customer}&status=Confirmed")).Source, StringComparison.Ordinal);
        Assert.Contains("There are none.", (await staff.GetAsync($"/office?customer={customer}&status=Shipped")).Text, StringComparison.Ordinal);
        Assert.Contains("There are none.", (await staff.GetAsync($"/office?customer={customer}&until=2020-01-01")).Text, StringComparison.Ordinal);
        Assert.Contains("Reserved 1 ×", (await staff.GetAsync($"/office/orders/{order.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync("/office?status=Nonsense&until=never")).Status);
        Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync("/office?stuck=true")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.GetAsync($"/office/orders/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task A_subscriber_is_added_paused_looked_at_and_removed()
    {
        using var staff = await StaffAsync();
        var url = $"http://127.0.0.1:9/{Guid.CreateVersion7():N}";

        var added = await staff.SendAsync(await staff.GetAsync("/office/webhooks"), "/office/webhooks", ("url", url));
        Assert.Contains("The key that signs the calls, shown this once: whsec_", added.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", (await staff.GetAsync("/office/webhooks")).Text, StringComparison.Ordinal);
        var id = Subscription().Matches(added.Source[..added.Source.IndexOf(url, StringComparison.Ordinal)])[^1].Groups["id"].Value;
        var paused = await staff.SendAsync(added, $"/office/webhooks/{id}/pause");
        Assert.Contains("Done.", paused.Text, StringComparison.Ordinal);
        Assert.Contains("Deliveries", (await staff.GetAsync($"/office/webhooks/{id}")).Text, StringComparison.Ordinal);
        var removed = await staff.SendAsync(paused, $"/office/webhooks/{id}/remove");
        Assert.DoesNotContain(url, removed.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_page_asks_for_at_once_it_asks_for_as_whoever_looks_at_it()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        using var staff = await StaffAsync();

        // Three calls for each of them: product, stock and changes.
        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => staff.GetAsync($"/office/products/{product.Id}")));

        Assert.All(pages, page => Assert.DoesNotContain("role=\"alert\"", page.Source, StringComparison.Ordinal));
    }

    private async Task<Visitor> StaffAsync()
    {
        var staff = new Visitor(Shop);
        await staff.SignInAsync("staff");
        return staff;
    }

    [GeneratedRegex("/office/webhooks/(?<id>[0-9a-f-]{36})")]
    private static partial Regex Subscription();
}

/// <summary>At three services.</summary>
public sealed class RunningTheShopOfServices(ShopFixture shop) : RunningTheShop(shop);

/// <summary>In one process.</summary>
public sealed class RunningTheShopInOneProcess(MonolithFixture shop) : RunningTheShop(shop);
