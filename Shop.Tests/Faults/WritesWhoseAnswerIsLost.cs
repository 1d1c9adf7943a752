using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The database has done what it was asked to, and nobody hears of it: the client gets 503, and sends its request again.</summary>
public sealed class WritesWhoseAnswerIsLost(ShopFixture shop) : ShopTest(shop)
{
    private static readonly object Pan = new { name = "Pan", category = "Kitchen", price = 10m };

    [Fact]
    public async Task What_is_sent_again_under_its_key_is_done_once_and_answered_as_the_first_time()
    {
        await using var monolith = await ShapeOnWire.StartAsync(Shop, ShapesOnWire.OneTransaction);
        var client = monolith.Products;
        var product = (await SendLostAsync(monolith, HttpMethod.Post, "/products", Pan)).GetProperty("id").GetInt32();
        Assert.Single((await client.GetFromJsonAsync<ProductView[]>("/products?category=Kitchen&search=Pan"))!, item => item.Id == product);

        var stock = await SendLostAsync(monolith, HttpMethod.Post, $"/products/{product}/stock", new { delta = 5, reason = "delivery" });
        Assert.Equal(5, stock.GetProperty("onHand").GetInt32());
        Assert.Equal(5, await AvailableAsync(client, product));

        var edited = await SendLostAsync(monolith, HttpMethod.Put, $"/products/{product}", new { name = "Pot", category = "Kitchen", price = 11m }, ifMatch: "\"1-5\"");
        Assert.Equal("Pot", edited.GetProperty("name").GetString());

        var subscription = await SendLostAsync(monolith, HttpMethod.Post, "/webhooks", new { url = "https://example.com/lost" });
        var mine = Assert.Single((await client.GetFromJsonAsync<JsonElement[]>("/webhooks"))!);
        Assert.Equal(subscription.GetProperty("id").GetGuid(), mine.GetProperty("id").GetGuid());
        Assert.StartsWith("whsec_", subscription.GetProperty("secret").GetString(), StringComparison.Ordinal);

        var changed = await SendLostAsync(monolith, HttpMethod.Post, $"/webhooks/{mine.GetProperty("id").GetGuid()}/secret", null);
        Assert.NotEqual(subscription.GetProperty("secret").GetString(), changed.GetProperty("secret").GetString());
    }

    [Fact]
    public async Task Without_a_key_nothing_is_repeated_by_the_service_and_the_client_is_not_told_to()
    {
        await using var monolith = await ShapeOnWire.StartAsync(Shop, ShapesOnWire.OneTransaction);
        monolith.Wire.LoseAnswerAfter("INSERT INTO product.products", "COMMIT");

        using var lost = await monolith.Products.PostAsJsonAsync("/products", Pan);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.StatusCode);
        Assert.Contains("it may be done twice", (await ProblemView.ReadAsync(lost)).Detail, StringComparison.Ordinal);
        Assert.Single((await monolith.Products.GetFromJsonAsync<ProductView[]>("/products?category=Kitchen&search=Pan&limit=1000"))!, item => item.Name == "Pan");
    }

    /// <summary>Sends a request whose commit nobody hears of, and the same again; answers what that says.</summary>
    private static async Task<JsonElement> SendLostAsync(ShapeOnWire monolith, HttpMethod method, string address, object? body, string? ifMatch = null)
    {
        var key = Guid.NewGuid().ToString();
        var lostBefore = monolith.Wire.Lost;
        monolith.Wire.LoseAnswerAfter(key, "COMMIT");
        using var lost = await SendAsync();
        Assert.Equal((lostBefore + 1, HttpStatusCode.ServiceUnavailable), (monolith.Wire.Lost, lost.StatusCode));
        Assert.Contains("not done twice", (await ProblemView.ReadAsync(lost)).Detail, StringComparison.Ordinal);

        using var repeated = await SendAsync();
        Assert.True(repeated.IsSuccessStatusCode, $"{method} {address}: {repeated.StatusCode}");
        Assert.Equal("true", Assert.Single(repeated.Headers.GetValues("Idempotency-Replayed")));
        using var again = await SendAsync();
        Assert.Equal(await repeated.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal((repeated.StatusCode, repeated.Headers.Location, repeated.Headers.ETag), (again.StatusCode, again.Headers.Location, again.Headers.ETag));
        return await repeated.Content.ReadFromJsonAsync<JsonElement>();

        async Task<HttpResponseMessage> SendAsync()
        {
            using var request = new HttpRequestMessage(method, address) { Headers = { { "Idempotency-Key", key } } };
            if (body is not null) request.Content = JsonContent.Create(body);
            if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            return await monolith.Products.SendAsync(request);
        }
    }

    private static async Task<int> AvailableAsync(HttpClient client, int product) =>
        (await client.GetFromJsonAsync<ProductView>($"/products/{product}"))!.Available;
}
