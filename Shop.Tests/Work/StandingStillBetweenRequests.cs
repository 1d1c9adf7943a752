using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Faults;
using Shop.Tests.Hosting;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Work;

/// <summary>The order service as a platform runs it that gives a process time only while it answers: between requests it stands still.</summary>
[Collection(nameof(FaultyShop))]
public sealed class StandingStillBetweenRequests(FaultyShop shop) : ShopTest(shop)
{
    /// <summary>The first should do. On a slow machine a step may take longer than an order waits for it, and is put off.</summary>
    private const int MostRounds = 4;

    /// <summary>What somebody has begun for an order and not ended: a process that stands still there is in the middle of something.</summary>
    private const string UnderWaySql = """
        SELECT (SELECT count(*) FROM orders.orders WHERE id = $1 AND lease_until > now())
            + (SELECT count(*) FROM orders.webhook_deliveries WHERE order_id = $1 AND claimed_until > now())
            + (SELECT count(*) FROM orders.events WHERE order_id = $1 AND published_at IS NULL)
        """;

    [Fact]
    public async Task An_order_that_was_left_behind_is_confirmed_told_and_delivered_by_scheduled_requests_alone()
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, _) = await subscriber.SubscribeAsync(Shop.Orders);
        var product = await Shop.NewProductAsync(stock: 1);
        await shop.KillAsync(FaultyShop.PaymentApi);
        using var accepted = await Shop.PlaceOrderAsync([new(product.Id, 1)]);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var order = (await accepted.Content.ReadFromJsonAsync<OrderView>())!.Id;

        await shop.FreezeAsync(FaultyShop.OrderApi);
        try
        {
            await shop.StartAgainAsync(FaultyShop.PaymentApi);
            Assert.Empty(subscriber.Calls);
            for (var round = 1; !await ReadAsync<bool>("SELECT status = 'Confirmed' FROM orders.orders WHERE id = $1", order); round++)
            {
                Assert.True(round <= MostRounds, $"The order was not confirmed by {MostRounds} rounds.");
                await Eventually.BecomesAsync("the order to be due", () => ReadAsync<bool>("SELECT due_at <= now() FROM orders.orders WHERE id = $1", order), due => due);
                var left = await RoundAsync();

                Assert.Empty(left.Kinds);
                Assert.Equal(0, await ReadAsync<long>(UnderWaySql, order));
            }

            Assert.Contains(subscriber.Calls, call => call.Event.OrderId == order && call.Event.Type == "order.confirmed");
        }
        finally
        {
            await shop.ThawAsync(FaultyShop.OrderApi);
        }

        using var ended = await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
    }

    /// <summary>The process has time from the arrival of the request to its answer.</summary>
    private async Task<LeftOver> RoundAsync()
    {
        await shop.ThawAsync(FaultyShop.OrderApi);
        try
        {
            return await Shop.Orders.WorkAsync();
        }
        finally
        {
            await shop.FreezeAsync(FaultyShop.OrderApi);
        }
    }

    private Task<T> ReadAsync<T>(string sql, params object[] parameters) => shop.ScalarAsync<T>("orderdb", sql, parameters);
}
