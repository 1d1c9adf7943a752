using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>Webhooks, with a subscriber that is called for real.</summary>
public sealed class DeliveringEvents(ShopFixture shop) : ShopTest(shop)
{
    /// <summary>What the fixture has set: how often an event is tried, and the pause after the first attempt.</summary>
    private const int MaxAttempts = 3;

    private static readonly TimeSpan RetryBase = TimeSpan.FromSeconds(0.2);

    [Fact]
    public async Task A_call_is_signed_with_the_key_that_the_subscriber_was_given()
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, secret) = await subscriber.SubscribeAsync(Shop.Orders);
        var order = await NewOrderAsync();

        var call = Assert.Single(await CallsAsync(subscriber, order, 1));

        Assert.StartsWith("whsec_", secret);
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{call.Id}.{call.Timestamp}.")), .. call.Body];
        Assert.Equal("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)), call.Signature);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(call.Timestamp), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Equal((call.Id, "order.confirmed", order, "Confirmed"), (call.Event.Id, call.Event.Type, call.Event.OrderId, call.Event.Status));
        await UnsubscribeAsync(subscription);
    }

    [Fact]
    public async Task A_subscriber_that_fails_is_tried_again_with_longer_pauses_under_the_same_event_id()
    {
        var attempts = new ConcurrentDictionary<Guid, int>();
        await using var subscriber = await WebhookReceiver.StartAsync(message =>
            attempts.AddOrUpdate(message.OrderId, 1, (_, count) => count + 1) < MaxAttempts ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent);
        var (subscription, _) = await subscriber.SubscribeAsync(Shop.Orders);
        var order = await NewOrderAsync();

        var calls = await CallsAsync(subscriber, order, MaxAttempts);

        Assert.Equal([500, 500, 204], calls.Select(call => call.Answer));
        Assert.Single(calls.Select(call => call.Id).Distinct());
        // Pauses are shortened by up to half at random, and each is four times as long as the one before.
        Assert.True(calls[1].At - calls[0].At >= RetryBase / 2, $"The first pause was {calls[1].At - calls[0].At}.");
        Assert.True(calls[2].At - calls[1].At >= RetryBase * 4 / 2, $"The second pause was {calls[2].At - calls[1].At}.");
        var delivery = await DeliveryBecomesAsync(subscription, order, "Delivered");
        Assert.Equal(MaxAttempts, delivery.GetProperty("attempts").GetInt32());
        await UnsubscribeAsync(subscription);
    }

    [Fact]
    public async Task An_event_that_is_never_taken_is_given_up_and_listed_and_can_be_replayed()
    {
        var works = false;
        await using var subscriber = await WebhookReceiver.StartAsync(_ => Volatile.Read(ref works) ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError);
        var (subscription, _) = await subscriber.SubscribeAsync(Shop.Orders);
        var order = await NewOrderAsync();

        var dead = await DeliveryBecomesAsync(subscription, order, "Dead");
        Assert.Equal(MaxAttempts, dead.GetProperty("attempts").GetInt32());
        Assert.Contains("500", dead.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        Assert.Equal(MaxAttempts, subscriber.Calls.Count(call => call.Event.OrderId == order));
        var listed = await Shop.Orders.GetFromJsonAsync<JsonElement[]>($"/webhooks/{subscription}/deliveries?status=dead");
        Assert.Contains(listed!, delivery => delivery.GetProperty("orderId").GetGuid() == order);

        Volatile.Write(ref works, true);
        using var replayed = await Shop.Orders.PostAsync($"/webhooks/{subscription}/deliveries/{dead.GetProperty("id").GetInt64()}/replay", null);
        Assert.Equal(HttpStatusCode.Accepted, replayed.StatusCode);
        await DeliveryBecomesAsync(subscription, order, "Delivered");
        await UnsubscribeAsync(subscription);
    }

    [Fact]
    public async Task The_events_of_an_order_come_in_their_order_even_when_the_first_has_to_be_tried_again()
    {
        var failed = new ConcurrentDictionary<Guid, bool>();
        await using var subscriber = await WebhookReceiver.StartAsync(message =>
            message.Type == "order.confirmed" && failed.TryAdd(message.OrderId, true) ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
        var (subscription, _) = await subscriber.SubscribeAsync(Shop.Orders);
        var order = await NewOrderAsync();
        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order));
        Assert.Equal(HttpStatusCode.OK, await Shop.GiveBackAsync(order, 1m));

        var calls = await CallsAsync(subscriber, order, 4);

        Assert.Equal(["order.confirmed", "order.confirmed", "order.shipped", "order.refunded"], calls.Select(call => call.Event.Type));
        Assert.Equal(calls.Select(call => call.Event.Version).Order(), calls.Select(call => call.Event.Version));
        await UnsubscribeAsync(subscription);
    }

    [Fact]
    public async Task A_subscriber_that_is_broken_does_not_keep_another_one_waiting()
    {
        var release = new TaskCompletionSource<int>();
        await using var slow = await WebhookReceiver.StartAsync(_ => release.Task);
        await using var quick = await WebhookReceiver.StartAsync();
        var (slowSubscription, _) = await slow.SubscribeAsync(Shop.Orders);
        var (quickSubscription, _) = await quick.SubscribeAsync(Shop.Orders);
        var order = await NewOrderAsync();

        await CallsAsync(quick, order, 1);

        Assert.DoesNotContain(slow.Calls, call => call.Event.OrderId == order);
        release.SetResult(StatusCodes.Status500InternalServerError);
        await UnsubscribeAsync(slowSubscription);
        await UnsubscribeAsync(quickSubscription);
    }

    [Theory]
    [InlineData("{\"url\":\"ftp://example.org/hook\"}", "url")]
    [InlineData("{\"url\":\"/hook\"}", "url")]
    [InlineData("{\"url\":\"http://user:word@example.org/hook\"}", "url")]
    [InlineData("{}", "url")]
    [InlineData("{\"url\":\"https://example.org/hook\",\"events\":[]}", "events")]
    [InlineData("{\"url\":\"https://example.org/hook\",\"events\":[\"order.lost\"]}", "events")]
    public async Task A_subscription_that_makes_no_sense_is_refused(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Shop.Orders.PostAsync("/webhooks", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(field, (await ProblemView.ReadAsync(response)).Fields);
    }

    private async Task<Guid> NewOrderAsync() => (await Shop.ConfirmedOrderAsync((await Shop.NewProductAsync(stock: 1)).Id)).Id;

    private static Task<List<ReceivedCall>> CallsAsync(WebhookReceiver subscriber, Guid order, int count) => Eventually.BecomesAsync(
        $"{count} calls for order {order}", () => Task.FromResult(subscriber.Calls.Where(call => call.Event.OrderId == order).ToList()), calls => calls.Count >= count,
        TimeSpan.FromSeconds(40));

    private async Task<JsonElement> DeliveryBecomesAsync(Guid subscription, Guid order, string status) => (await Eventually.BecomesAsync(
        $"the delivery for order {order} to be {status}",
        async () => (await Shop.Orders.GetFromJsonAsync<JsonElement[]>($"/webhooks/{subscription}/deliveries?limit=1000"))!
            .Where(delivery => delivery.GetProperty("orderId").GetGuid() == order).ToArray(),
        deliveries => deliveries.Length == 1 && deliveries[0].GetProperty("status").GetString() == status,
        TimeSpan.FromSeconds(40)))[0];

    private async Task UnsubscribeAsync(Guid subscription)
    {
        using var ended = await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
    }
}
