using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>Somebody sets a clock while orders wait: nothing waits for as long as the clock was set back.</summary>
public sealed class ClocksThatAreSet(ShopFixture shop, OrdersAlone alone) : ShopTest(shop), IClassFixture<OrdersAlone>
{
    private static readonly TimeSpan SetBack = TimeSpan.FromMinutes(-10);

    [Fact]
    public async Task A_broken_circuit_closes_in_time_when_the_services_clock_was_set_back()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        var refused = 0;
        alone.InPlace = context =>
        {
            if (!context.Request.Path.StartsWithSegments("/payments")) return Task.FromResult(false);
            Interlocked.Increment(ref refused);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(true);
        };
        var orders = new List<Guid>();
        for (var i = 0; i < 8; i++) orders.Add(await PendingAsync(product));
        await BreaksAsync();

        alone.Clock.Offset = SetBack;
        alone.InPlace = null;

        foreach (var order in orders) await alone.BecomesAsync(order, "Confirmed");

        // Until the circuit is broken calls come in all the time; then none does.
        async Task BreaksAsync() => await Eventually.BecomesAsync(
            "the circuit to break",
            async () =>
            {
                var before = Volatile.Read(ref refused);
                await Task.Delay(TimeSpan.FromSeconds(2));
                return (Calls: before, Quiet: before == Volatile.Read(ref refused));
            },
            seen => seen is { Calls: >= 100, Quiet: true });
    }

    [Fact]
    public async Task An_order_that_is_due_later_than_anything_is_put_off_is_due()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        alone.InPlace = async context =>
        {
            if (!context.Request.Path.StartsWithSegments("/payments")) return false;
            await context.Response.WriteAsync("away");
            return true;
        };
        var order = await PendingAsync(product);

        // The database's clock was ten minutes ahead when the order was put off, and is right now.
        await using var command = alone.Database.Source.CreateCommand(
            "UPDATE orders.orders SET due_at = now() + interval '10 minutes', lease_until = now() + interval '10 minutes', version = version + 1 WHERE id = $1");
        command.Parameters.AddWithValue(order);
        await command.ExecuteNonQueryAsync();
        alone.InPlace = null;

        await alone.BecomesAsync(order, "Confirmed");
    }

    private async Task<Guid> PendingAsync(int product)
    {
        using var response = await alone.PlaceAsync(product, $"clock-{Guid.NewGuid():N}", Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<OrderView>())!.Id;
    }
}
