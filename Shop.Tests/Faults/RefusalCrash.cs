using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Proof.Audit;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The worker dies when it has given back what an order may hold that nobody could take, and before that is written down.</summary>
[Collection(nameof(FaultyShop))]
public sealed class RefusalCrash(FaultyShop shop) : ShopTest(shop)
{
    [Fact]
    public async Task An_order_that_is_being_taken_back_ends_rejected_and_its_key_stands_for_that()
    {
        var (customer, key) = ($"refused-{Guid.NewGuid():N}", Guid.CreateVersion7().ToString());
        var product = await Shop.NewProductAsync(stock: 10);
        await shop.QuietAsync();
        shop.CrashAfter = "Reject.Release";
        await shop.KillAsync(FaultyShop.OrderApi);
        await shop.StartAgainAsync(FaultyShop.OrderApi);
        await shop.KillAsync(FaultyShop.ProductApi);
        var acknowledged = new Acknowledged();
        acknowledged.Came(customer);

        using var putOff = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key, customerId: customer);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, putOff.StatusCode);
        await shop.StartAgainAsync(FaultyShop.ProductApi);
        await shop.WaitUntilDeadAsync(FaultyShop.OrderApi);
        shop.CrashAfter = null;
        await shop.StartAgainAsync(FaultyShop.OrderApi);

        var order = await Shop.OnlyOrderOfAsync(customer);
        await Eventually.BecomesAsync(
            "the order to be rejected", () => Shop.Orders.GetFromJsonAsync<JsonElement>($"/orders/{order.Id}"),
            rejected => rejected.GetProperty("status").GetString() == "Rejected" && !rejected.TryGetProperty("inProgress", out _));
        await shop.QuietAsync();
        (await shop.AuditAsync("refusal", acknowledged)).AssertClean();
        using var again = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key, customerId: customer);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
        Assert.Single((await Shop.Orders.GetFromJsonAsync<OrderView[]>($"/orders?customerId={customer}"))!);
    }
}
