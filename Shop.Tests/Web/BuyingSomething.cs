using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Web;

/// <summary>The storefront, for a browser without scripts. What a page promises is what the services have done.</summary>
public abstract class BuyingSomething(ShopFixture shop) : ShopTest(shop, Part.Products, Part.Orders, Part.Payments, Part.Web)
{
    [Fact]
    public async Task From_the_catalogue_to_the_parcel()
    {
        var product = await Shop.NewProductAsync(stock: 5, price: 12.5m);
        using var customer = new Visitor(Shop);
        var name = await SignUpAsync(customer);

        var found = await customer.GetAsync($"/shop?search={Uri.EscapeDataString(product.Name)}");
        Assert.Contains($"href=\"/shop/products/{product.Id}\"", found.Source, StringComparison.Ordinal);
        Assert.Contains("12.50 €", found.Text, StringComparison.Ordinal);
        var cart = await customer.AddAsync(product.Id, pieces: 2);
        Assert.Equal("/shop/cart", cart.Path);
        Assert.Contains("25.00 €", cart.Text, StringComparison.Ordinal);
        var ordered = await customer.CheckOutAsync();

        Assert.StartsWith("/shop/orders/", ordered.Path, StringComparison.Ordinal);
        Assert.Contains("Confirmed The goods are put aside", ordered.Text, StringComparison.Ordinal);
        Assert.Equal(3, await Shop.AvailableAsync(product.Id));
        Assert.Contains("There is nothing in it yet", (await customer.GetAsync("/shop/cart")).Text, StringComparison.Ordinal);
        Assert.Contains($"/shop/orders/{ordered.OrderId}", (await customer.GetAsync("/shop/orders")).Source, StringComparison.Ordinal);
        var order = await Shop.Orders.GetFromJsonAsync<OrderView>($"/orders/{ordered.OrderId}");
        Assert.Equal((name, "Confirmed", 25m), (order!.CustomerId, order.Status, order.Total));

        using var staff = new Visitor(Shop);
        await staff.SignInAsync("staff");
        var page = $"/office/orders/{ordered.OrderId}";
        var shipped = await staff.SendAsync(await staff.GetAsync(page), $"{page}/ship");
        Assert.Contains("Done.", shipped.Text, StringComparison.Ordinal);
        Assert.Contains("by staff", shipped.Text, StringComparison.Ordinal);
        var refunded = await staff.SendAsync(shipped, $"{page}/refund", ("amount", "5.00"));
        Assert.Contains("Given back 5.00 €", refunded.Text, StringComparison.Ordinal);

        var seen = await customer.GetAsync(ordered.Path);
        Assert.Contains("It was shipped; 5.00 € went back to you.", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("by staff", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_put_in_before_signing_in_is_there_afterwards()
    {
        var (first, second) = (await Shop.NewProductAsync(stock: 5), await Shop.NewProductAsync(stock: 5));
        using var customer = new Visitor(Shop);
        var name = await SignUpAsync(customer);
        await customer.AddAsync(first.Id);

        using var phone = new Visitor(Shop);
        await phone.AddAsync(second.Id, pieces: 2);
        var checkout = await phone.GetAsync("/shop/checkout");
        Assert.StartsWith("/shop/sign-in?returnUrl=", checkout.Path, StringComparison.Ordinal);
        checkout = await phone.SendAsync(checkout, "/shop/sign-in", ("username", name), ("password", "correct horse"));

        Assert.Equal("/shop/checkout", checkout.Path);
        Assert.Contains(first.Name, checkout.Text, StringComparison.Ordinal);
        Assert.Contains($"{second.Name} 2", checkout.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_that_has_changed_is_shown_and_asked_about()
    {
        var product = await Shop.NewProductAsync(stock: 5, price: 10m);
        using var customer = new Visitor(Shop);
        await SignUpAsync(customer);
        await customer.AddAsync(product.Id);
        var checkout = await customer.GetAsync("/shop/checkout");
        using (var read = await Shop.Products.GetAsync($"/products/{product.Id}"))
        using (var change = new HttpRequestMessage(HttpMethod.Put, $"/products/{product.Id}") { Content = JsonContent.Create(new { name = product.Name, category = "Tests", price = 11m }) })
        {
            change.Headers.IfMatch.Add(read.Headers.ETag!);
            using var changed = await Shop.Products.SendAsync(change);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }

        var asked = await customer.SendAsync(checkout, "/shop/checkout", ("paymentMethod", "approve"));

        Assert.Equal("/shop/checkout", asked.Path);
        Assert.Contains("The price has changed since you saw it. Nothing was ordered", asked.Text, StringComparison.Ordinal);
        Assert.Contains("Order and pay 11.00 €", asked.Text, StringComparison.Ordinal);
        Assert.Equal(5, await Shop.AvailableAsync(product.Id));
        Assert.Contains("11.00 €", (await customer.SendAsync(asked, "/shop/checkout", ("paymentMethod", "approve"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declined_card_leaves_the_cart_as_it_was_and_another_way_open()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var customer = new Visitor(Shop);
        await SignUpAsync(customer);
        await customer.AddAsync(product.Id);

        var declined = await customer.CheckOutAsync("decline");

        Assert.Equal("/shop/checkout", declined.Path);
        Assert.Contains("The bank has declined the payment. Nothing was charged", declined.Text, StringComparison.Ordinal);
        Assert.Equal(5, await Shop.AvailableAsync(product.Id));
        Assert.Contains("Confirmed", (await customer.SendAsync(declined, "/shop/checkout", ("paymentMethod", "approve"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_too_late_is_told_so()
    {
        var product = await Shop.NewProductAsync(stock: 2);
        using var customer = new Visitor(Shop);
        await SignUpAsync(customer);
        await customer.AddAsync(product.Id, pieces: 2);
        var checkout = await customer.GetAsync("/shop/checkout");
        await Shop.ConfirmedOrderAsync(product.Id);

        var late = await customer.SendAsync(checkout, "/shop/checkout", ("paymentMethod", "approve"));

        Assert.Contains("there is not enough in stock any more. Nothing was ordered.", late.Text, StringComparison.Ordinal);
        Assert.Contains("Only 1 left", (await customer.GetAsync("/shop/cart")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task The_same_form_sent_twice_orders_once()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var customer = new Visitor(Shop);
        await SignUpAsync(customer);
        await customer.AddAsync(product.Id);
        var checkout = await customer.GetAsync("/shop/checkout");

        var both = await Task.WhenAll(
            customer.SendAsync(checkout, "/shop/checkout", ("paymentMethod", "approve")), customer.SendAsync(checkout, "/shop/checkout", ("paymentMethod", "approve")));

        Assert.Single(both.Where(page => page.Path.StartsWith("/shop/orders/", StringComparison.Ordinal)).Select(page => page.Path).Distinct());
        Assert.Equal(4, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task An_order_that_is_called_off_is_cancelled()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var customer = new Visitor(Shop);
        await SignUpAsync(customer);
        await customer.AddAsync(product.Id);
        var ordered = await customer.CheckOutAsync();

        var cancelled = await customer.SendAsync(ordered, $"{ordered.Path}/cancel");

        Assert.Contains("It was called off. Nothing is owed.", cancelled.Text, StringComparison.Ordinal);
        Assert.Equal(5, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task Another_customers_order_is_not_there()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var customer = new Visitor(Shop);
        await SignUpAsync(customer);
        await customer.AddAsync(product.Id);
        var ordered = await customer.CheckOutAsync();
        using var other = new Visitor(Shop);
        await SignUpAsync(other);
        var own = await other.GetAsync("/shop/cart");

        var looked = await other.GetAsync(ordered.Path);
        var followed = await other.GetAsync($"{ordered.Path}/events");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (looked.Status, followed.Status));
        Assert.Contains("There is no such order", looked.Text, StringComparison.Ordinal);
        // A form of their own page, sent to the other's order.
        await other.SendAsync(own with { Source = own.Source.Replace("/shop/sign-out", $"{ordered.Path}/cancel", StringComparison.Ordinal) }, $"{ordered.Path}/cancel");
        Assert.Contains("Confirmed", (await customer.GetAsync(ordered.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_product_is_called_stays_text()
    {
        const string hostile = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";
        using var created = await Shop.Products.PostAsJsonAsync("/products", new { name = hostile, description = hostile, category = "\"><b>Tests", price = 1m, currency = "EUR" });
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        using var stocked = await Shop.Products.PostAsJsonAsync($"/products/{product.Id}/stock", new { delta = 5, reason = hostile });
        Assert.Equal(HttpStatusCode.OK, stocked.StatusCode);
        using var staff = new Visitor(Shop);
        await staff.SignInAsync("staff");
        await staff.AddAsync(product.Id);

        List<Page> pages = [await staff.GetAsync("/shop/cart"), await staff.GetAsync("/shop/checkout"), await staff.CheckOutAsync()];
        foreach (var path in (string[])
            [
                $"/shop?search={Uri.EscapeDataString(hostile)}", $"/shop?category={Uri.EscapeDataString("\"><b>Tests")}", $"/shop/products/{product.Id}",
                $"/office/products/{product.Id}", $"/office/products?search={Uri.EscapeDataString(hostile)}", $"/office/orders/{pages[^1].OrderId}",
                $"/office?customer={Uri.EscapeDataString(hostile)}", $"/shop/sign-in?returnUrl={Uri.EscapeDataString(hostile)}",
            ])
        {
            pages.Add(await staff.GetAsync(path));
        }

        Assert.All(pages, page =>
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<img", page.Source, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<script>", page.Source, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>", page.Source, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains(hostile, pages[0].Text.Replace("&quot;", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_no_page_has_asked_for_does_nothing()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var customer = new Visitor(Shop);
        await SignUpAsync(customer);

        var added = await customer.PostAsync("/shop/cart/add", [new("productId", $"{product.Id}"), new("quantity", "1")]);

        Assert.Equal(HttpStatusCode.BadRequest, added.Status);
        Assert.Contains("There is nothing in it yet", (await customer.GetAsync("/shop/cart")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_does_one_without_fields()
    {
        using var customer = new Visitor(Shop);
        var name = await SignUpAsync(customer);

        var left = await customer.PostAsync("/shop/sign-out", []);

        Assert.Equal(HttpStatusCode.BadRequest, left.Status);
        Assert.Contains($"Sign out {name}", (await customer.GetAsync("/shop")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("productId=0&quantity=1")]
    [InlineData("productId=&quantity=")]
    [InlineData("productId=x&quantity=1")]
    [InlineData("quantity=1")]
    [InlineData("productId=1&quantity=99999999999999")]
    [InlineData("productId=1&quantity=-5")]
    public async Task Nonsense_in_a_form_is_no_fault_of_the_shop(string fields)
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var visitor = new Visitor(Shop);
        var page = await visitor.GetAsync($"/shop/products/{product.Id}");

        foreach (var action in (string[])["/shop/cart/add", "/shop/cart/set"])
        {
            var values = fields.Split('&').Select(field => field.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();
            var posted = page with { Source = page.Source.Replace("action=\"/shop/cart/add\"", $"action=\"{action}\"", StringComparison.Ordinal) };
            Assert.InRange((int)(await visitor.SendAsync(posted, action, values)).Status, 200, 499);
        }
    }

    /// <summary>A new customer, so that nobody else's cart is in the way.</summary>
    private static async Task<string> SignUpAsync(Visitor visitor)
    {
        var name = $"c-{Guid.CreateVersion7():N}";
        var page = await visitor.SendAsync(await visitor.GetAsync("/shop/sign-up"), "/shop/sign-up", ("username", name), ("password", "correct horse"));
        Assert.Equal("/shop", page.Path);
        return name;
    }
}

/// <summary>At three services.</summary>
public sealed class BuyingSomethingAtServices(ShopFixture shop) : BuyingSomething(shop);

/// <summary>In one process, where the pages call the modules without a wire.</summary>
public sealed class BuyingSomethingInOneProcess(MonolithFixture shop) : BuyingSomething(shop);
