using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>A receiver may answer with anything: what became of its call is written down all the same.</summary>
public sealed class AnswersThatCannotBeStored(ShopFixture shop) : ShopTest(shop)
{
    private const int MaxAttempts = 2;

    /// <summary>By what they are called in a failure.</summary>
    private static readonly (string Name, byte[] Bytes)[] Answers =
    [
        ("NUL in a header", Latin1("HTTP/1.1 500 Oops\r\nX-Reason: a\0b\r\nContent-Length: 0\r\n\r\n")),
        ("NUL in the name of a header", Latin1("HTTP/1.1 500 Oops\r\nX-\0: a\r\nContent-Length: 0\r\n\r\n")),
        ("NUL in the status line", Latin1("HTTP/1.1 5\0 Oops\r\n\r\n")),
        ("NUL in the reason", Latin1("HTTP/1.1 500 O\0ps\r\nContent-Length: 0\r\n\r\n")),
        ("NUL in Retry-After", Latin1("HTTP/1.1 503 Oops\r\nRetry-After: 1\0\r\nContent-Length: 0\r\n\r\n")),
        ("no UTF-8 in a header", Latin1("HTTP/1.1 500 Oops\r\nX-Reason: \u00c3\u0028 \u00ff\r\nContent-Length: 0\r\n\r\n")),
        ("half a surrogate pair in the name of a header", Latin1("HTTP/1.1 500 Oops\r\nX-\u00ed\u00a0\u0080: a\r\nContent-Length: 0\r\n\r\n")),
        ("a header without end", Latin1($"HTTP/1.1 500 Oops\r\nX-Reason: {new string('a', 200_000)}\r\n\r\n")),
        ("a body that is longer than anybody reads", Latin1($"HTTP/1.1 500 Oops\r\nContent-Length: 500000\r\n\r\n{new string('a', 500_000)}")),
        ("not HTTP", Encoding.UTF8.GetBytes("\0\u0001\u001b[31m" + new string('\u00e9', 5000))),
        ("nothing", []),
    ];

    [Fact]
    public async Task Whatever_a_receiver_answers_its_attempts_are_stored_and_come_to_an_end()
    {
        await using var orders = await OrdersAlone.StartAsync(
            Shop, ("Webhooks:MaxAttempts", $"{MaxAttempts}"), ("Webhooks:RetryBase", "00:00:00.1"), ("Webhooks:Interval", "00:00:00.1"), ("Webhooks:RestCap", "00:00:00.1"));
        var receivers = Answers.Select(answer => new RawReceiver(answer.Bytes)).ToArray();
        var subscriptions = new List<Guid>();
        foreach (var receiver in receivers)
        {
            using var created = await orders.Client.PostAsJsonAsync("/webhooks", new { url = receiver.Address });
            subscriptions.Add((await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid());
            await orders.QueueAsync(subscriptions[^1], orders: 1);
        }

        foreach (var (answer, subscription) in Answers.Zip(subscriptions))
        {
            var delivery = Assert.Single(await Eventually.BecomesAsync(
                $"the delivery to be given up whose receiver answers with {answer.Name}",
                () => orders.DeliveriesAsync(subscription), deliveries => deliveries[0].GetProperty("status").GetString() == "Dead", TimeSpan.FromSeconds(12)));
            Assert.Equal(MaxAttempts, delivery.GetProperty("attempts").GetInt32());
            Assert.StartsWith("The subscriber ", delivery.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        }

        foreach (var receiver in receivers) await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_claim_at_its_limit_becomes_dead_even_when_its_outcome_cannot_be_stored()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Webhooks:MaxAttempts", $"{MaxAttempts}"), ("Webhooks:Interval", "00:00:00.1"));
        // Whatever it is that the database may refuse.
        await orders.RunAsync("""
            CREATE FUNCTION orders.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'This cannot be stored.'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON orders.webhook_deliveries FOR EACH ROW
                WHEN (NEW.last_error LIKE 'The subscriber%') EXECUTE FUNCTION orders.refuse();
            """);
        await using var subscriber = await WebhookReceiver.StartAsync(message => message.Version == 1 ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);

        await orders.QueueAsync(subscription, orders: 1, eventsOfEach: 2);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var calls = attempt;
            await Eventually.BecomesAsync($"attempt {attempt}", () => Task.FromResult(subscriber.Calls.Count()), count => count >= calls);
            // The end of the claim, which is 15 s away.
            await Eventually.BecomesAsync(
                "the claim to be over",
                () => orders.ScalarAsync<long>("""
                    WITH over AS (UPDATE orders.webhook_deliveries SET due_at = now(), claimed_until = now() WHERE version = 1 AND attempts = $1 RETURNING 1)
                    SELECT count(*) FROM over
                    """, attempt),
                count => count == 1);
        }

        await orders.RunAsync("UPDATE orders.webhook_deliveries SET due_at = now() WHERE version = 2 AND due_at IS NOT NULL");
        var deliveries = await Eventually.BecomesAsync(
            "the first event to be given up and the second one to arrive", () => orders.DeliveriesAsync(subscription),
            deliveries => deliveries.All(delivery => delivery.GetProperty("status").GetString() != "Pending"), TimeSpan.FromSeconds(40));
        Assert.Equal(["Delivered", "Dead"], deliveries.Select(delivery => delivery.GetProperty("status").GetString()));
        Assert.Equal([1, 1, 2], subscriber.Calls.Select(call => call.Event.Version));
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
