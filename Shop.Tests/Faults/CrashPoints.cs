using System.Net.Http.Json;
using System.Text.Json;
using Shop.Proof.Audit;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The driver of an order dies after each single step: nobody asks again, and the order comes to its right end.</summary>
[Collection(nameof(FaultyShop))]
public sealed class CrashPoints(FaultyShop shop, OrdersLeftBehind left) : ShopTest(shop), IClassFixture<OrdersLeftBehind>
{
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task An_order_that_was_left_after_a_step_comes_to_its_end(string step)
    {
        var orders = await left.OfAsync(shop);

        var order = await Eventually.BecomesAsync(
            $"the order that was left after {step} to be {OrdersLeftBehind.EndOf(step)}", () => FindAsync(orders[step]),
            order => order.GetProperty("status").GetString() == OrdersLeftBehind.EndOf(step) && !order.TryGetProperty("inProgress", out _),
            TimeSpan.FromSeconds(60));

        if (step.StartsWith("Refund.", StringComparison.Ordinal)) Assert.Equal(1m, order.GetProperty("refunded").GetDecimal());
    }

    [Fact]
    public async Task After_the_crash_every_promise_is_kept()
    {
        var orders = await left.OfAsync(shop);
        await shop.QuietAsync();

        var acknowledged = new Acknowledged();
        foreach (var customer in orders.Values) acknowledged.Came(customer);
        (await shop.AuditAsync("crash points", acknowledged)).AssertClean();
    }

    public static TheoryData<string> Steps() => [.. OrdersLeftBehind.Steps];

    /// <summary>By its customer, since nobody was told its id.</summary>
    private async Task<JsonElement> FindAsync(string customer)
    {
        var listed = Assert.Single((await Shop.Orders.GetFromJsonAsync<OrderView[]>($"/orders?customerId={customer}"))!);
        return await Shop.Orders.GetFromJsonAsync<JsonElement>($"/orders/{listed.Id}");
    }
}
