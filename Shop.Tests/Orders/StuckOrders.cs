using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>An order whose goods or money cannot be given back, because somebody has interfered: it ends where people can see it.</summary>
public sealed class StuckOrders(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task An_order_that_cannot_be_given_back_is_tried_a_bounded_number_of_times_and_then_listed()
    {
        var order = await StuckAsync();

        Assert.Equal("Confirmed", order.GetProperty("status").GetString());
        Assert.Equal("Cancel", order.GetProperty("inProgress").GetString());
        var listed = (await Shop.Orders.GetFromJsonAsync<OrderView[]>("/orders?stuck=true"))!;
        Assert.Contains(listed, each => each.Id == IdOf(order));
        var row = await Shop.ScalarAsync<bool>(
            "orderdb", "SELECT attempts = 2 AND due_at IS NULL AND lease_until IS NULL FROM orders.orders WHERE id = $1", IdOf(order));
        Assert.True(row, "A worker would still take it.");
    }

    [Fact]
    public async Task To_cancel_an_order_that_is_stuck_is_refused_since_nobody_works_on_it()
    {
        var order = await StuckAsync();

        using var cancelled = await Shop.Orders.PostAsync($"/orders/{IdOf(order)}/cancel", null);

        Assert.Equal(HttpStatusCode.Conflict, cancelled.StatusCode);
        Assert.Equal("/problems/order-state", (await ProblemView.ReadAsync(cancelled)).Type);
    }

    [Fact]
    public async Task A_stuck_order_that_is_resumed_after_it_was_put_right_comes_to_its_end()
    {
        var order = await StuckAsync();
        // The goods are back in the house and in the books.
        await Shop.ScalarAsync<int>("productdb", "UPDATE product.reservations SET status = 'Released' WHERE order_id = $1 RETURNING 1", IdOf(order));

        using var resumed = await Shop.Orders.PostAsync($"/orders/{IdOf(order)}/resume", null);

        Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);
        var after = await resumed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Cancelled", after.GetProperty("status").GetString());
        Assert.False(after.TryGetProperty("stuck", out _));
        Assert.DoesNotContain((await Shop.Orders.GetFromJsonAsync<OrderView[]>("/orders?stuck=true"))!, each => each.Id == IdOf(order));
    }

    [Fact]
    public async Task An_order_that_is_not_stuck_has_nothing_to_be_resumed()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        var order = await Shop.ConfirmedOrderAsync(product.Id);

        using var resumed = await Shop.Orders.PostAsync($"/orders/{order.Id}/resume", null);

        Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);
        Assert.Equal("Confirmed", (await Shop.OrderAsync(order.Id)).GetProperty("status").GetString());
    }

    /// <summary>A confirmed order whose goods somebody hands out behind its back, and which is called off then.</summary>
    private async Task<JsonElement> StuckAsync()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        using var interfered = await Shop.CommitAsync(order.Id);
        Assert.Equal(HttpStatusCode.OK, interfered.StatusCode);

        using var cancelled = await Shop.Orders.PostAsync($"/orders/{order.Id}/cancel", null);
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        return await Eventually.BecomesAsync(
            "the order to be given up", () => Shop.OrderAsync(order.Id), seen => seen.TryGetProperty("stuck", out var stuck) && stuck.GetBoolean(), TimeSpan.FromSeconds(60));
    }

    private static Guid IdOf(JsonElement order) => order.GetProperty("id").GetGuid();
}
