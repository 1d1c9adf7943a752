using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.ServiceDefaults.Access;
using Shop.Tests.Hosting;

namespace Shop.Tests.Access;

/// <summary>What anybody who reached a port could once do to the shop: refused, with nothing changed.</summary>
public class WhatNobodyElseMayDo(ShopFixture shop) : ShopTest(shop)
{
    private static readonly AuthenticationHeaderValue Ada = Credentials.Person("ada", ShopRoles.Customer);
    private static readonly AuthenticationHeaderValue Bob = Credentials.Person("bob", ShopRoles.Customer);

    private static readonly object Price = new { name = "Cheap", description = "Cheap.", category = "Tests", price = 0.01m, currency = "EUR" };

    [Theory]
    [InlineData("ship")]
    [InlineData("refund")]
    [InlineData("resume")]
    public async Task A_customer_does_not_do_what_staff_do_with_an_order(string action)
    {
        var order = await OrderOfAdaAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Shop.Orders, null, HttpMethod.Post, $"/orders/{order.Id}/{action}"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(Shop.Orders, Ada, HttpMethod.Post, $"/orders/{order.Id}/{action}"));
        Assert.Equal("Confirmed", await StatusOfAsync(order));
    }

    [Fact]
    public async Task Another_customers_order_is_not_there()
    {
        var order = await OrderOfAdaAsync();

        foreach (var (method, path) in ((HttpMethod, string)[])
            [(HttpMethod.Get, ""), (HttpMethod.Head, ""), (HttpMethod.Get, "/events"), (HttpMethod.Post, "/cancel")])
        {
            Assert.Equal(HttpStatusCode.NotFound, await AskAsync(Shop.Orders, Bob, method, $"/orders/{order.Id}{path}"));
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Shop.Orders, null, method, $"/orders/{order.Id}{path}"));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(Shop.Orders, Bob, HttpMethod.Get, "/orders?customerId=ada"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(Shop.Orders, Bob, HttpMethod.Get, "/orders?stuck=true"));
        Assert.Equal("Confirmed", await StatusOfAsync(order));
    }

    [Fact]
    public async Task A_customer_sees_their_own_orders_and_cancels_them()
    {
        var ada = $"ada-{Guid.CreateVersion7():N}";
        var header = Credentials.Person(ada, ShopRoles.Customer);
        var order = await PlacedByAsync(header, customerId: null);
        Assert.Equal(ada, order.CustomerId);
        await OrderOfAdaAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders") { Headers = { Authorization = header } };
        using var answer = await Shop.Orders.SendAsync(request);
        Assert.Equal([order.Id], (await answer.Content.ReadFromJsonAsync<OrderView[]>())!.Select(listed => listed.Id));

        Assert.Equal(HttpStatusCode.OK, await AskAsync(Shop.Orders, header, HttpMethod.Get, $"/orders/{order.Id}"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(Shop.Orders, header, HttpMethod.Post, $"/orders/{order.Id}/cancel"));
        Assert.Equal("Cancelled", await StatusOfAsync(order));
    }

    [Fact]
    public async Task Nobody_orders_in_the_name_of_another()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var body = new { customerId = "ada", lines = new[] { new OrderLine(product.Id, 1) }, paymentMethod = "approve" };

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(Shop.Orders, Bob, HttpMethod.Post, "/orders", body, key: true));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Shop.Orders, null, HttpMethod.Post, "/orders", body, key: true));
        Assert.Equal(5, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task Only_staff_set_prices_and_stock()
    {
        var product = await Shop.NewProductAsync(stock: 5, price: 10m);
        var (path, stock) = ($"/products/{product.Id}", new { delta = -5, reason = "gone" });

        foreach (var (caller, refused) in Strangers())
        {
            Assert.Equal(refused, await AskAsync(Shop.Products, caller, HttpMethod.Put, path, Price, key: true, ifMatch: true));
            Assert.Equal(refused, await AskAsync(Shop.Products, caller, HttpMethod.Delete, path));
            Assert.Equal(refused, await AskAsync(Shop.Products, caller, HttpMethod.Post, $"{path}/stock", stock, key: true));
            Assert.Equal(refused, await AskAsync(Shop.Products, caller, HttpMethod.Post, "/products", Price, key: true));
        }

        var now = (await Shop.Products.GetFromJsonAsync<ProductView>(path))!;
        Assert.Equal((10m, 5), (now.Price, now.Available));
    }

    [Fact]
    public async Task Only_the_order_service_holds_stock_and_moves_money()
    {
        var order = await OrderOfAdaAsync();
        var product = await Shop.NewProductAsync(stock: 5);
        AuthenticationHeaderValue?[] everybody =
        [
            null, Ada, Credentials.Person("staff", ShopRoles.Staff), new("Basic", Convert.ToBase64String("order-api:guessed"u8)),
            new("Basic", Convert.ToBase64String("order-api:"u8)), new("Basic", Convert.ToBase64String("payment-api"u8)), new("Basic", "%%%"),
        ];

        foreach (var caller in everybody)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(
                Shop.Products, caller, HttpMethod.Put, $"/reservations/{Guid.CreateVersion7()}", new { lines = new[] { new OrderLine(product.Id, 5) } }));
            foreach (var action in (string[])["void", "capture", "refund"])
                Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Shop.Payments, caller, HttpMethod.Post, $"/payments/{order.Id}/{action}"));
        }

        Assert.Equal(5, await Shop.AvailableAsync(product.Id));
        Assert.Equal("Authorized", (await Shop.PaymentOfAsync(order.Id))!.Status);
    }

    [Fact]
    public async Task Only_staff_see_payments_and_subscribe()
    {
        var order = await OrderOfAdaAsync();

        foreach (var (caller, refused) in Strangers())
        {
            Assert.Equal(refused, await AskAsync(Shop.Payments, caller, HttpMethod.Get, "/payments"));
            Assert.Equal(refused, await AskAsync(Shop.Payments, caller, HttpMethod.Get, $"/payments/{order.Id}"));
            Assert.Equal(refused, await AskAsync(Shop.Orders, caller, HttpMethod.Get, "/webhooks"));
            Assert.Equal(refused, await AskAsync(Shop.Orders, caller, HttpMethod.Post, "/webhooks", new { url = "http://10.0.0.1/admin" }, key: true));
            Assert.Equal(refused, await AskAsync(Shop.Orders, caller, HttpMethod.Delete, $"/webhooks/{Guid.CreateVersion7()}"));
        }
    }

    [Fact]
    public async Task A_token_of_another_hand_or_another_time_opens_nothing()
    {
        using var foreign = System.Security.Cryptography.RSA.Create(2048);
        using var signer = new AccessTokenSigner(Convert.ToBase64String(foreign.ExportPkcs8PrivateKey()), TimeProvider.System);
        var good = Credentials.Person("staff", ShopRoles.Staff).Parameter!.Split('.');
        string[] tokens =
        [
            signer.Sign("staff", ShopRoles.Staff),
            Credentials.PersonOf(DateTimeOffset.UtcNow.AddHours(-2), "staff", ShopRoles.Staff).Parameter!,
            $"{good[0]}.{good[1]}.",
            $"{Unsigned("""{"alg":"none","typ":"JWT"}""")}.{good[1]}.",
            $"{good[0]}.{Unsigned("""{"sub":"staff","role":"staff","iss":"shop","aud":"shop","exp":9999999999}""")}.{good[2]}",
            "nonsense",
            "",
        ];

        foreach (var token in tokens)
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Shop.Payments, new("Bearer", token), HttpMethod.Get, "/payments"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(Shop.Payments, Credentials.Person("nobody"), HttpMethod.Get, "/payments"));

        static string Unsigned(string json) => Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(json);
    }

    /// <summary>Who may not, and what they are told.</summary>
    private static IEnumerable<(AuthenticationHeaderValue? Caller, HttpStatusCode Refused)> Strangers() =>
        [(null, HttpStatusCode.Unauthorized), (Ada, HttpStatusCode.Forbidden), (Credentials.OrderService, HttpStatusCode.Unauthorized)];

    private Task<OrderView> OrderOfAdaAsync() => PlacedByAsync(Ada, "ada");

    private async Task<OrderView> PlacedByAsync(AuthenticationHeaderValue caller, string? customerId)
    {
        var product = await Shop.NewProductAsync(stock: 5);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { Authorization = caller },
            Content = JsonContent.Create(new { customerId, lines = new[] { new OrderLine(product.Id, 1) }, paymentMethod = "approve" }),
        };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var response = await Shop.Orders.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<OrderView>())!;
    }

    private async Task<string?> StatusOfAsync(OrderView order) =>
        (await Shop.Orders.GetFromJsonAsync<JsonElement>($"/orders/{order.Id}")).GetProperty("status").GetString();

    /// <summary>Asks as somebody; every refusal is a problem that says how to be let in.</summary>
    private static async Task<HttpStatusCode> AskAsync(
        HttpClient service, AuthenticationHeaderValue? caller, HttpMethod method, string path, object? body = null, bool key = false, bool ifMatch = false)
    {
        using var stranger = Credentials.NewStranger(service.BaseAddress!);
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = caller } };
        if (body is not null) request.Content = JsonContent.Create(body);
        if (key) request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (ifMatch) request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var answer = await stranger.SendAsync(request);
        if ((int)answer.StatusCode >= 400 && method != HttpMethod.Head)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        if (answer.StatusCode == HttpStatusCode.Unauthorized) Assert.NotEmpty(answer.Headers.WwwAuthenticate);
        return answer.StatusCode;
    }
}
