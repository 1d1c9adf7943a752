using Shop.Proof.Audit;
using Shop.Tests.Hosting;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Faults;

/// <summary>The relay dies after it has published events and before it has marked them.</summary>
[Collection(nameof(FaultyShop))]
public sealed class RelayCrash(FaultyShop shop) : ShopTest(shop)
{
    [Fact]
    public async Task No_event_is_lost_when_the_relay_dies_between_publishing_and_marking()
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, _) = await subscriber.SubscribeAsync(Shop.Orders);
        var acknowledged = new Acknowledged { Subscriber = () => subscriber.Heard };
        var product = await Shop.NewProductAsync(stock: 10);
        await shop.QuietAsync();
        shop.CrashAfter = "Relay.Publish";
        await shop.KillAsync(FaultyShop.OrderApi);
        await shop.StartAgainAsync(FaultyShop.OrderApi);

        var customer = $"relay-{Guid.NewGuid():N}";
        acknowledged.Came(customer);
        await PlaceAsync(customer, product.Id);
        await shop.WaitUntilDeadAsync(FaultyShop.OrderApi);
        shop.CrashAfter = null;
        await shop.StartAgainAsync(FaultyShop.OrderApi);

        var call = await Eventually.BecomesAsync(
            "the event to reach its subscriber", () => Task.FromResult(subscriber.Calls.FirstOrDefault(call => call.Event.CustomerId == customer)),
            call => call is not null, TimeSpan.FromSeconds(60));
        Assert.Equal("order.confirmed", call!.Event.Type);
        await shop.QuietAsync();
        (await shop.AuditAsync("relay dies", acknowledged)).AssertClean();
        using var unsubscribed = await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
    }

    /// <summary>The relay may take the service down before the answer is out.</summary>
    private async Task PlaceAsync(string customer, int product)
    {
        try
        {
            using var response = await Shop.PlaceOrderAsync([new(product, 1)], customerId: customer);
        }
        catch (HttpRequestException)
        {
        }
    }
}
