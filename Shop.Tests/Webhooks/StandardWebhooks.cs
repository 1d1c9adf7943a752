using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>What Standard Webhooks asks of a sender beside the signature, and what people can do to a subscription.</summary>
public sealed class StandardWebhooks(ShopFixture shop) : ShopTest(shop)
{
    /// <summary>Pauses so long that nothing is tried again by itself during a test.</summary>
    private static readonly (string, string)[] LongPauses = [("Webhooks:RetryBase", "01:00:00"), ("Webhooks:Interval", "00:00:00.1")];

    private static readonly (string, string)[] ShortPauses = [("Webhooks:RetryBase", "00:00:00.1"), ("Webhooks:Interval", "00:00:00.1")];

    [Fact]
    public async Task A_receiver_that_answers_410_is_called_no_more_until_it_is_resumed()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ShortPauses);
        var status = StatusCodes.Status410Gone;
        await using var subscriber = await WebhookReceiver.StartAsync(_ => Volatile.Read(ref status));
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);

        await orders.QueueAsync(subscription, orders: 1, eventsOfEach: 2);

        var given = await Eventually.BecomesAsync(
            "all that is queued to be given up", () => orders.DeliveriesAsync(subscription, "&status=dead"), deliveries => deliveries.Length == 2, TimeSpan.FromSeconds(40));
        Assert.Equal("Ended", (await FindAsync(orders, subscription)).GetProperty("status").GetString());
        Assert.Single(subscriber.Calls);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(orders, $"/webhooks/{subscription}/pause"));

        Volatile.Write(ref status, StatusCodes.Status200OK);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(orders, $"/webhooks/{subscription}/resume"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(orders, $"/webhooks/{subscription}/deliveries/{given[1].GetProperty("id").GetInt64()}/replay"));
        await CallsAsync(subscriber, 2);
    }

    [Theory]
    [InlineData(429, false)]
    [InlineData(503, false)]
    [InlineData(429, true)]
    public async Task A_receiver_that_asks_for_time_is_left_alone_for_that_long(int status, bool asDate)
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ShortPauses);
        var rest = TimeSpan.FromSeconds(3);
        var isFirst = 1;
        await using var subscriber = await WebhookReceiver.StartAsync(_ => Interlocked.Exchange(ref isFirst, 0) == 1 ? status : StatusCodes.Status200OK);
        subscriber.Headers = headers =>
        {
            if (subscriber.Calls.Count() > 1) return;
            // A clock that is wrong: what counts is how long it is by that clock.
            var clock = DateTimeOffset.UtcNow.AddHours(-3);
            if (asDate) headers.Date = clock.ToString("R", CultureInfo.InvariantCulture);
            headers.RetryAfter = asDate ? (clock + rest).ToString("R", CultureInfo.InvariantCulture) : $"{rest.TotalSeconds}";
        };
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);

        await orders.QueueAsync(subscription, orders: 1);
        await CallsAsync(subscriber, 1);
        await Eventually.BecomesAsync("the rest to be noted", () => FindAsync(orders, subscription), found => Has(found, "restingUntil"));
        // Not for what was refused alone: the subscriber has no time.
        await orders.QueueAsync(subscription, orders: 1);

        var calls = await CallsAsync(subscriber, 3);
        Assert.All(calls.Skip(1), call => Assert.True(call.At - calls[0].At > rest * 0.9, $"It was called again after {call.At - calls[0].At}."));
    }

    [Fact]
    public async Task A_receiver_cannot_ask_for_more_time_than_it_can_have()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, [.. ShortPauses, ("Webhooks:RestCap", "00:00:01")]);
        var isFirst = 1;
        await using var subscriber = await WebhookReceiver.StartAsync(_ => Interlocked.Exchange(ref isFirst, 0) == 1 ? 429 : 200);
        subscriber.Headers = headers => headers.RetryAfter = "2000000000";
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);

        await orders.QueueAsync(subscription, orders: 1);

        Assert.Equal([429, 200], (await CallsAsync(subscriber, 2)).Select(call => call.Answer));
    }

    [Fact]
    public async Task A_ping_is_a_signed_call_and_tells_what_came_of_it()
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, secret) = await subscriber.SubscribeAsync(Shop.Orders);
        using var paused = await Shop.Orders.PostAsync($"/webhooks/{subscription}/pause", null);

        using var answer = await Shop.Orders.PostAsync($"/webhooks/{subscription}/ping", null);

        var ping = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(ping.GetProperty("delivered").GetBoolean());
        var call = Assert.Single(subscriber.Calls, call => call.Event.Type == "webhook.ping");
        Assert.Equal([ping.GetProperty("id").GetString(), ping.GetProperty("id").GetString()], [call.Id, call.Event.Id]);
        Assert.Equal(SignatureOf(secret, call), call.Signature);

        await subscriber.DisposeAsync();
        using var failed = await Shop.Orders.PostAsync($"/webhooks/{subscription}/ping", null);
        var failure = await failed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(failure.GetProperty("delivered").GetBoolean());
        Assert.NotEmpty(failure.GetProperty("error").GetString()!);
        using var unknown = await Shop.Orders.PostAsync($"/webhooks/{Guid.NewGuid()}/ping", null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var ended = await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
    }

    [Fact]
    public async Task A_ping_is_understood_by_the_part_of_the_shop_that_is_subscribed()
    {
        var subscription = Assert.Single((await Shop.Orders.GetFromJsonAsync<JsonElement[]>("/webhooks"))!,
            s => s.GetProperty("url").GetString()!.Contains("product-api", StringComparison.Ordinal)).GetProperty("id").GetGuid();

        using var answer = await Shop.Orders.PostAsync($"/webhooks/{subscription}/ping", null);

        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("delivered").GetBoolean());
        using var rotated = await Shop.Orders.PostAsync($"/webhooks/{subscription}/secret", null);
        Assert.Equal(HttpStatusCode.Conflict, rotated.StatusCode);
    }

    [Fact]
    public async Task After_a_change_of_the_secret_both_sign_for_a_while()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, [.. ShortPauses, ("Webhooks:SecretGrace", "00:00:04")]);
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, old) = await subscriber.SubscribeAsync(orders.Client);

        using var answer = await orders.Client.PostAsync($"/webhooks/{subscription}/secret", null);
        var changed = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var secret = changed.GetProperty("secret").GetString()!;
        var until = changed.GetProperty("previousSecretUntil").GetDateTimeOffset();
        Assert.NotEqual(old, secret);
        await orders.QueueAsync(subscription, orders: 1);
        var during = Assert.Single(await CallsAsync(subscriber, 1));
        Assert.Equal($"{SignatureOf(secret, during)} {SignatureOf(old, during)}", during.Signature);

        await Eventually.BecomesAsync("the grace to be over", () => Task.FromResult(DateTimeOffset.UtcNow), now => now > until.AddSeconds(0.5));
        await orders.QueueAsync(subscription, orders: 1);
        var after = (await CallsAsync(subscriber, 2))[1];
        Assert.Equal(SignatureOf(secret, after), after.Signature);
        Assert.False(Has(await FindAsync(orders, subscription), "secret"));
    }

    [Fact]
    public async Task What_comes_during_a_pause_is_delivered_when_it_is_over()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ShortPauses);
        await using var paused = await WebhookReceiver.StartAsync();
        await using var other = await WebhookReceiver.StartAsync();
        var (subscription, _) = await paused.SubscribeAsync(orders.Client);
        var (otherSubscription, _) = await other.SubscribeAsync(orders.Client);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(orders, $"/webhooks/{subscription}/pause"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(orders, $"/webhooks/{subscription}/pause"));
        Assert.Equal("Paused", (await FindAsync(orders, subscription)).GetProperty("status").GetString());

        await orders.QueueAsync(subscription, orders: 1);
        await orders.QueueAsync(otherSubscription, orders: 1);
        await CallsAsync(other, 1);
        Assert.Empty(paused.Calls);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(orders, $"/webhooks/{subscription}/resume"));
        await CallsAsync(paused, 1);
    }

    [Fact]
    public async Task A_pending_delivery_is_tried_at_once_when_somebody_asks_for_it()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, LongPauses);
        var works = false;
        await using var subscriber = await WebhookReceiver.StartAsync(_ => Volatile.Read(ref works) ? 200 : 500);
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        await orders.QueueAsync(subscription, orders: 1);
        var pending = Assert.Single(await Eventually.BecomesAsync(
            "the first attempt to fail", () => orders.DeliveriesAsync(subscription), deliveries => Has(deliveries[0], "lastError")));
        var path = $"/webhooks/{subscription}/deliveries/{pending.GetProperty("id").GetInt64()}";

        // A replay begins anew what is over; of this one it said 202, and did nothing.
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(orders, $"{path}/replay"));

        Volatile.Write(ref works, true);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(orders, $"{path}/retry"));
        await Eventually.BecomesAsync(
            "it to arrive", () => orders.DeliveriesAsync(subscription), deliveries => deliveries[0].GetProperty("status").GetString() == "Delivered", TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(orders, $"{path}/retry"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(orders, $"{path}/replay"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(orders, $"/webhooks/{subscription}/deliveries/0/retry"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(orders, $"/webhooks/{subscription}/deliveries/0/replay"));
    }

    [Fact]
    public async Task A_delivery_that_is_under_way_is_not_begun_a_second_time()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, LongPauses);
        var release = new TaskCompletionSource<int>();
        await using var subscriber = await WebhookReceiver.StartAsync(_ => release.Task);
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        await orders.QueueAsync(subscription, orders: 1);
        var delivery = Assert.Single(await Eventually.BecomesAsync(
            "the attempt to begin", () => orders.DeliveriesAsync(subscription), deliveries => deliveries[0].GetProperty("attempts").GetInt32() == 1));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(orders, $"/webhooks/{subscription}/deliveries/{delivery.GetProperty("id").GetInt64()}/retry"));
        // A second one of its own, which shows that the queue was looked at since.
        await using var other = await WebhookReceiver.StartAsync();
        await orders.QueueAsync((await other.SubscribeAsync(orders.Client)).Id, orders: 1);
        await CallsAsync(other, 1);
        release.SetResult(StatusCodes.Status200OK);

        var ended = Assert.Single(await Eventually.BecomesAsync(
            "it to arrive", () => orders.DeliveriesAsync(subscription), deliveries => deliveries[0].GetProperty("status").GetString() == "Delivered"));
        Assert.Equal(1, ended.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task However_many_subscribe_at_the_same_time_there_are_never_more_than_a_hundred()
    {
        const int most = 100;
        await using var orders = await OrdersAlone.StartAsync(Shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, most + 40).Select(async _ =>
        {
            using var response = await orders.Client.PostAsJsonAsync("/webhooks", new { url = "http://127.0.0.1:9/hook" });
            return response.StatusCode;
        }));

        Assert.Equal(most, answers.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(40, answers.Count(status => status == HttpStatusCode.Conflict));
        Assert.Equal(most, (await orders.Client.GetFromJsonAsync<JsonElement[]>("/webhooks"))!.Length);
    }

    private static string SignatureOf(string secret, ReceivedCall call)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{call.Id}.{call.Timestamp}.")), .. call.Body];
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(signed));
    }

    private static Task<JsonElement> FindAsync(OrdersAlone orders, Guid subscription) => orders.Client.GetFromJsonAsync<JsonElement>($"/webhooks/{subscription}");

    private static bool Has(JsonElement element, string member) => element.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null;

    private static async Task<HttpStatusCode> PostAsync(OrdersAlone orders, string path)
    {
        using var response = await orders.Client.PostAsync(path, null);
        return response.StatusCode;
    }

    private static Task<List<ReceivedCall>> CallsAsync(WebhookReceiver subscriber, int count) => Eventually.BecomesAsync(
        $"{count} calls", () => Task.FromResult(subscriber.Calls.ToList()), calls => calls.Count >= count, TimeSpan.FromSeconds(40));
}
