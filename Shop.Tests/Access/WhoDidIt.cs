using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.ServiceDefaults.Access;
using Shop.Tests.Hosting;

namespace Shop.Tests.Access;

/// <summary>With each change stands who made it, for staff to read.</summary>
public sealed class WhoDidIt(ShopFixture shop) : ShopTest(shop)
{
    private static readonly AuthenticationHeaderValue Ada = Credentials.Person("ada", ShopRoles.Customer);
    private static readonly AuthenticationHeaderValue Grace = Credentials.Person("grace", ShopRoles.Staff);
    private static readonly AuthenticationHeaderValue Linus = Credentials.Person("linus", ShopRoles.Staff);

    [Fact]
    public async Task Staff_see_who_ordered_shipped_and_refunded_and_the_customer_does_not()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var placed = await SendAsync(Shop.Orders, Ada, HttpMethod.Post, "/orders", new { lines = new[] { new OrderLine(product.Id, 2) }, paymentMethod = "approve" });
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        var path = placed.Headers.Location!.ToString();
        using var shipped = await SendAsync(Shop.Orders, Grace, HttpMethod.Post, $"{path}/ship");
        using var refunded = await SendAsync(Shop.Orders, Linus, HttpMethod.Post, $"{path}/refund", new { amount = 1m, refundId = "r1" });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (shipped.StatusCode, refunded.StatusCode));

        Assert.Equal(["", "ada", "grace", "linus"], Actors((await ReadAsync(Shop.Orders, path)).GetProperty("history")));
        Assert.Equal(["linus"], Actors((await ReadAsync(Shop.Orders, path)).GetProperty("refunds")));
        using var own = await SendAsync(Shop.Orders, Ada, HttpMethod.Get, path);
        Assert.DoesNotContain("\"by\"", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_stock_or_price_names_its_maker()
    {
        var product = await Shop.NewProductAsync(stock: 5, price: 10m);
        var path = $"/products/{product.Id}";
        using var moved = await SendAsync(Shop.Products, Grace, HttpMethod.Post, $"{path}/stock", new { delta = -1, reason = "broken" });
        using var edited = await SendAsync(Shop.Products, Linus, HttpMethod.Put, path, new { name = "Dearer", category = "Tests", price = 12m });
        // One that comes too late changes nothing, and leaves no trace.
        using var late = await SendAsync(Shop.Products, Grace, HttpMethod.Put, path, new { name = "Late", category = "Tests", price = 1m }, ifMatch: "\"1-1\"");
        using var removed = await SendAsync(Shop.Products, Grace, HttpMethod.Delete, path);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent),
            (moved.StatusCode, edited.StatusCode, late.StatusCode, removed.StatusCode));

        Assert.Equal(["grace", "staff"], Actors((await ReadAsync(Shop.Products, $"{path}/stock")).GetProperty("history")));
        var changes = (await ReadAsync(Shop.Products, $"{path}/changes")).EnumerateArray().ToList();
        Assert.Equal(
            [("Removed", 12m, "grace"), ("Edited", 12m, "linus"), ("Added", 10m, "staff")],
            changes.Select(change => (change.GetProperty("kind").GetString()!, change.GetProperty("price").GetDecimal(), change.GetProperty("by").GetString()!)));
    }

    private static IEnumerable<string> Actors(JsonElement entries) =>
        entries.EnumerateArray().Select(entry => entry.TryGetProperty("by", out var by) ? by.GetString()! : "");

    private static Task<JsonElement> ReadAsync(HttpClient service, string path) => service.GetFromJsonAsync<JsonElement>(path);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient service, AuthenticationHeaderValue caller, HttpMethod method, string path, object? body = null, string ifMatch = "*")
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = caller } };
        if (body is not null) request.Content = JsonContent.Create(body);
        if (method != HttpMethod.Get) request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (method == HttpMethod.Put) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await service.SendAsync(request);
    }
}
