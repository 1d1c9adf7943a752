using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.ServiceDefaults.Access;
using Shop.Tests.Hosting;
using OrdersAlone = Shop.Tests.Webhooks.OrdersAlone;

namespace Shop.Tests.Access;

/// <summary>Nobody takes the shop for themselves: a customer's orders, and everybody's streams, are limited.</summary>
public sealed class HowMuchOnePersonMay(ShopFixture shop) : ShopTest(shop)
{
    private const int Limit = 2;

    private static readonly AuthenticationHeaderValue Ada = Credentials.Person("ada", ShopRoles.Customer);
    private static readonly AuthenticationHeaderValue Bob = Credentials.Person("bob", ShopRoles.Customer);

    [Fact]
    public async Task A_customer_who_orders_too_often_is_told_when_to_come_again_and_nobody_else_is()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Order:OrdersPerMinute", $"{Limit}"));
        for (var order = 0; order < Limit; order++) Assert.Equal(HttpStatusCode.BadRequest, await OrderAsync(orders, Ada));

        using var refused = await SendAsync(orders, HttpMethod.Post, "/orders", Ada);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("/problems/too-many-requests", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, await OrderAsync(orders, Bob));
        // Staff order for others.
        for (var order = 0; order <= Limit; order++) Assert.Equal(HttpStatusCode.BadRequest, await OrderAsync(orders, authorization: null));
    }

    [Fact]
    public async Task Who_listens_to_too_many_orders_has_to_stop_listening_to_one()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Order:StreamsAtOnce", $"{Limit}"));
        var order = Guid.CreateVersion7();
        await orders.RunAsync("""
            INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total, currency, refunds, attempts)
            VALUES ($1, 1, 'ada', now(), 'Shipped', 'None', 'None', 'approve', '[]', 10, 'EUR', '[]', 0)
            """, order);
        var streams = new List<HttpResponseMessage>();
        for (var stream = 0; stream < Limit; stream++) streams.Add(await SendAsync(orders, HttpMethod.Get, $"/orders/{order}/events", Ada));
        Assert.All(streams, stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));

        using (var refused = await SendAsync(orders, HttpMethod.Get, $"/orders/{order}/events", Ada))
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        using (var another = await SendAsync(orders, HttpMethod.Get, $"/orders/{order}/events", authorization: null))
            Assert.Equal(HttpStatusCode.OK, another.StatusCode);

        streams[0].Dispose();
        await Eventually.BecomesAsync(
            "a stream to be free again",
            async () =>
            {
                using var again = await SendAsync(orders, HttpMethod.Get, $"/orders/{order}/events", Ada);
                return again.StatusCode;
            },
            status => status == HttpStatusCode.OK);
        foreach (var stream in streams) stream.Dispose();
    }

    private static async Task<HttpStatusCode> OrderAsync(OrdersAlone orders, AuthenticationHeaderValue? authorization)
    {
        using var answer = await SendAsync(orders, HttpMethod.Post, "/orders", authorization);
        return answer.StatusCode;
    }

    /// <summary>An order of nothing, where it is one: the limit does not ask what is sent.</summary>
    private static async Task<HttpResponseMessage> SendAsync(OrdersAlone orders, HttpMethod method, string path, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = authorization } };
        if (method == HttpMethod.Post) request.Content = JsonContent.Create(new { });
        return await orders.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
