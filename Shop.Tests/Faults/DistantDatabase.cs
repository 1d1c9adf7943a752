using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>A database to which each message takes so long that no step at payments is done within the time that its caller has.</summary>
[Collection(nameof(ShapesOnWire))]
public sealed class DistantDatabase(ShopFixture shop, ShapesOnWire shapes) : ShopTest(shop)
{
    private static readonly TimeSpan EachWay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData(ShapesOnWire.Services, false)]
    [InlineData(ShapesOnWire.Steps, false)]
    // To open a connection takes longer than the order service waits for any step.
    [InlineData(ShapesOnWire.Services, true)]
    public async Task With_the_database_a_second_away_money_that_is_to_go_back_goes_back(string shape, bool isCold)
    {
        var running = await shapes.StartAsync(Shop, shape);
        var product = await running.NewProductAsync(stock: 10);
        var (cancelled, _) = await running.PlaceUntilConfirmedAsync(product);
        var (refunded, _) = await running.PlaceUntilConfirmedAsync(product);
        using var shipped = await running.Orders.PostAsync($"/orders/{refunded}/ship", null);
        Assert.Equal(HttpStatusCode.OK, shipped.StatusCode);
        if (isCold)
        {
            await running.Database.RunAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{ShapeOnWire.ApplicationName}'");
        }

        running.Wire.Delay = EachWay;
        try
        {
            await TakenAsync("cancellation", $"/orders/{cancelled}/cancel", new { });
            await TakenAsync("refund", $"/orders/{refunded}/refund", new { refundId = "distant" });

            // Read past the wire: a reader would only be one more who waits.
            await BecomesAsync("cancelled", "status", cancelled, "Cancelled");
            await BecomesAsync("refunded", "refunds -> 0 ->> 'status'", refunded, "Done");
        }
        finally
        {
            running.Wire.Delay = TimeSpan.Zero;
            await running.BecomesHealthyAsync();
        }

        Assert.Equal("Voided", (await PaymentAsync(cancelled)).GetProperty("status").GetString());
        Assert.Equal(10m, (await PaymentAsync(refunded)).GetProperty("refunded").GetDecimal());

        Task<JsonElement> PaymentAsync(Guid order) => running.Payments.GetFromJsonAsync<JsonElement>($"/payments/{order}");

        // Whoever is told that nothing was done sends it again: the first attempt may find no connection in time.
        Task TakenAsync(string what, string path, object body) => Eventually.BecomesAsync($"the {what} to be taken", async () =>
        {
            using var answer = await running.Orders.PostAsJsonAsync(path, body);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable]);
            return answer.StatusCode;
        }, status => status != HttpStatusCode.ServiceUnavailable, Bound);

        // Beside what is waited for, where the order is: what has not come says with it what it waits for itself.
        Task BecomesAsync(string what, string column, Guid order, string expected) => Eventually.BecomesAsync($"the order to be {what}", async () =>
        {
#pragma warning disable CA2100 // The test's own columns.
            await using var command = running.Database.Source.CreateCommand(
                $"SELECT {column}, concat_ws(' ', goal, step, 'attempts', attempts, 'due in', due_at - now(), 'lease', lease_until - now()) FROM orders.orders WHERE id = $1");
#pragma warning restore CA2100
            command.Parameters.AddWithValue(order);
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            return (State: row.IsDBNull(0) ? null : row.GetString(0), Where: row.GetString(1));
        }, order => order.State == expected, Bound);
    }
}
