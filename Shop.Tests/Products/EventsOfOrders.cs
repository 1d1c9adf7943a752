using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>The wire between orders and products: signed events, which may come more than once.</summary>
public sealed class EventsOfOrders(ShopFixture shop) : ShopTest(shop)
{
    private const string Other = "another secret of enough bytes";

    [Fact]
    public async Task An_event_that_is_delivered_again_counts_once()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var order = await Shop.ConfirmedOrderAsync(product.Id, quantity: 2);
        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order.Id));
        var once = await Shop.SalesBecomeAsync(product.Id, orders: 1);
        var subscription = Assert.Single((await Shop.Orders.GetFromJsonAsync<JsonElement[]>("/webhooks"))!,
            s => s.GetProperty("url").GetString()!.Contains("product-api", StringComparison.Ordinal)).GetProperty("id").GetGuid();
        var delivered = await DeliveryAsync(subscription, order.Id, after: null);

        using var replayed = await Shop.Orders.PostAsync($"/webhooks/{subscription}/deliveries/{delivered.Id}/replay", null);
        Assert.Equal(HttpStatusCode.Accepted, replayed.StatusCode);
        await DeliveryAsync(subscription, order.Id, after: delivered.EndedAt);

        Assert.Equal(once, await Shop.SalesOfAsync(product.Id));
    }

    [Fact]
    public async Task Of_many_copies_at_the_same_time_one_counts()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var order = await CommittedReservationAsync(product.Id, quantity: 3);
        var body = Event(order);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(body)));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.NoContent, status));
        Assert.Equal((1, 3), await Shop.SalesOfAsync(product.Id) is var sales ? (sales.Orders, sales.Pieces) : default);
    }

    [Fact]
    public async Task An_event_that_comes_too_early_is_refused_and_counts_when_it_comes_again()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var order = await Shop.ReservedAsync(new OrderLine(product.Id, 1));
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(Event(order)));
        Assert.Equal(0, (await Shop.SalesOfAsync(product.Id)).Orders);

        await CommitAsync(order);

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(Event(order)));
        Assert.Equal(1, (await Shop.SalesOfAsync(product.Id)).Orders);
    }

    [Fact]
    public async Task A_type_that_means_nothing_here_is_taken_and_changes_nothing()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var order = await CommittedReservationAsync(product.Id, quantity: 1);

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(Event(order, type: "order.noticed")));

        Assert.Equal(0, (await Shop.SalesOfAsync(product.Id)).Orders);
    }

    [Theory]
    [InlineData("another secret")]
    [InlineData("another body")]
    [InlineData("another id")]
    [InlineData("old")]
    [InlineData("from the future")]
    [InlineData("no time")]
    [InlineData("no signature")]
    [InlineData("no headers")]
    public async Task What_is_not_signed_as_it_should_be_is_refused(string what)
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var order = await CommittedReservationAsync(product.Id, quantity: 1);
        var body = Event(order);
        var age = what switch { "old" => 600, "from the future" => -600, _ => 0 };
        using var request = await SignedAsync(body, what == "another secret" ? Other : null, age);
        if (what == "another body") request.Content = new StringContent(Event(Guid.NewGuid()), Encoding.UTF8, "application/json");
        if (what == "another id") Replace(request, "Webhook-Id", "evt_1");
        if (what == "no time") Replace(request, "Webhook-Timestamp", "now");
        if (what == "no signature") Replace(request, "Webhook-Signature", "");
        if (what == "no headers") request.Headers.Clear();

        using var response = await Shop.Products.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, (await Shop.SalesOfAsync(product.Id)).Orders);
    }

    [Fact]
    public async Task One_of_several_signatures_is_enough()
    {
        var order = await CommittedReservationAsync((await Shop.NewProductAsync(stock: 5)).Id, quantity: 1);
        using var request = await SignedAsync(Event(order));
        Replace(request, "Webhook-Signature", $"v1,AAAA {request.Headers.GetValues("Webhook-Signature").Single()}");

        using var response = await Shop.Products.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("null", "$")]
    [InlineData("[1]", "$")]
    [InlineData("{\"type\":", "$")]
    [InlineData("{}", "type")]
    [InlineData("{\"type\":\"order.shipped\"}", "orderId")]
    [InlineData("{\"type\":\"order.shipped\",\"orderId\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"version\":0}", "version")]
    public async Task What_is_no_event_is_refused_with_the_field(string body, string field)
    {
        using var request = await SignedAsync(body);

        using var response = await Shop.Products.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var request = await SignedAsync(new string('x', 70_000));

        using var response = await Shop.Products.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static string Event(Guid order, string type = "order.shipped") =>
        JsonSerializer.Serialize(new { id = $"evt_{order:N}_3", type, orderId = order, version = 3, total = 10m });

    private static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }

    private async Task<HttpStatusCode> SendAsync(string body)
    {
        using var request = await SignedAsync(body);
        using var response = await Shop.Products.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<HttpRequestMessage> SignedAsync(string body, string? secret = null, int age = 0)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - age;
        const string id = "evt_of_a_test";
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret ?? await SecretAsync()));
        var signature = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"))));
        var request = new HttpRequestMessage(HttpMethod.Post, "/order-events") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Webhook-Id", id);
        request.Headers.Add("Webhook-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Webhook-Signature", $"v1,{signature}");
        return request;
    }

    private async Task<string> SecretAsync()
    {
        var secret = Shop.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Single(p => p.Name == "order-event-secret");
        return (await secret.GetValueAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task<Guid> CommittedReservationAsync(int product, int quantity)
    {
        var order = await Shop.ReservedAsync(new OrderLine(product, quantity));
        await CommitAsync(order);
        return order;
    }

    private async Task CommitAsync(Guid order)
    {
        using var committed = await Shop.CommitAsync(order);
        Assert.Equal(HttpStatusCode.OK, committed.StatusCode);
    }

    /// <summary>The delivery of an order's event, once it has arrived after a point in time.</summary>
    private async Task<(long Id, DateTimeOffset EndedAt)> DeliveryAsync(Guid subscription, Guid order, DateTimeOffset? after)
    {
        var delivery = await Eventually.BecomesAsync(
            $"the event of order {order} to be delivered",
            async () => (await Shop.Orders.GetFromJsonAsync<JsonElement[]>($"/webhooks/{subscription}/deliveries?status=delivered&limit=100"))!
                .FirstOrDefault(d => d.GetProperty("orderId").GetGuid() == order),
            found => found.ValueKind == JsonValueKind.Object && !(found.GetProperty("endedAt").GetDateTimeOffset() <= after));
        return (delivery.GetProperty("id").GetInt64(), delivery.GetProperty("endedAt").GetDateTimeOffset());
    }
}
