using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>What still works, and how it is said, while a part of the shop is down.</summary>
[Collection(nameof(FaultyShop))]
public sealed class DegradedShop(FaultyShop shop) : ShopTest(shop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Without_payments_an_order_is_accepted_and_completed_later_without_its_client()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        await shop.KillAsync(FaultyShop.PaymentApi);

        using var response = await Shop.PlaceOrderAsync([new(product.Id, 2)]);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var order = (await response.Content.ReadFromJsonAsync<OrderView>())!;
        Assert.EndsWith($"/orders/{order.Id}", response.Headers.Location?.ToString());
        Assert.Equal("Pending", order.Status);
        Assert.Equal(3, await Shop.AvailableAsync(product.Id));

        await shop.StartAgainAsync(FaultyShop.PaymentApi);
        await BecomesAsync(order.Id, "Confirmed");
        Assert.Equal("Authorized", (await Shop.PaymentOfAsync(order.Id))?.Status);
    }

    [Fact]
    public async Task Without_products_an_order_is_refused_with_nothing_half_done_and_another_one_succeeds_later()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var (customer, key) = ($"put-off-{Guid.NewGuid():N}", Guid.CreateVersion7().ToString());
        await shop.KillAsync(FaultyShop.ProductApi);

        using var putOff = await Shop.PlaceOrderAsync([new(product.Id, 2)], key: key, customerId: customer);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, putOff.StatusCode);
        Assert.NotNull(putOff.Headers.RetryAfter?.Delta);
        Assert.Equal("/problems/product-unavailable", (await ProblemView.ReadAsync(putOff)).Type);
        foreach (var order in (await Shop.Orders.GetFromJsonAsync<OrderView[]>($"/orders?customerId={customer}"))!)
            Assert.Null(await Shop.PaymentOfAsync(order.Id));

        await shop.StartAgainAsync(FaultyShop.ProductApi);
        Assert.Equal(5, await Shop.AvailableAsync(product.Id));
        using var repeated = await Shop.PlaceOrderAsync([new(product.Id, 2)], key: key, customerId: customer);
        Assert.Equal(await putOff.Content.ReadAsStringAsync(), await repeated.Content.ReadAsStringAsync());
        using var later = await Shop.PlaceOrderAsync([new(product.Id, 2)], customerId: customer);
        Assert.Equal(HttpStatusCode.Created, later.StatusCode);
        Assert.Equal(3, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task A_restart_of_the_database_loses_no_order_and_the_services_work_again_without_one_of_their_own()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var before = await Shop.ConfirmedOrderAsync(product.Id);

        await shop.RestartAsync(FaultyShop.Postgres);

        var key = new OrderKey();
        using var after = await Eventually.BecomesAsync(
            "an order to be confirmed after the restart", async () => await key.HeardAsync(await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key.Value)),
            response =>
            {
                Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
                return response.StatusCode == HttpStatusCode.Created;
            },
            Patience);
        Assert.Equal(3, await Shop.AvailableAsync(product.Id));
        await BecomesAsync(before.Id, "Confirmed");
    }

    private Task<JsonElement> BecomesAsync(Guid orderId, string status) => Eventually.BecomesAsync(
        $"order {orderId} to be {status}", () => Shop.Orders.GetFromJsonAsync<JsonElement>($"/orders/{orderId}"),
        order => order.GetProperty("status").GetString() == status, Patience);
}
