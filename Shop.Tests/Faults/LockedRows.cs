using System.Net;
using Npgsql;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>Somebody has locked a row and does not let go: a report that was left open, a transaction of a process that is frozen.</summary>
[Collection(nameof(ShapesOnWire))]
public sealed class LockedRows(ShopFixture shop, ShapesOnWire shapes) : ShopTest(shop)
{
    private const int Rounds = 6, OthersInARound = 5;

    /// <summary>With the bound on a single wait and on those in line before it. Without, the row is waited for as long as it is locked.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(ShapesOnWire.Services)]
    [InlineData(ShapesOnWire.OneTransaction)]
    [InlineData(ShapesOnWire.Steps)]
    public async Task While_a_product_is_locked_only_its_own_orders_wait(string shape)
    {
        var running = await shapes.StartAsync(Shop, shape);
        var (locked, free) = (await running.NewProductAsync(stock: 100), await running.NewProductAsync(stock: 100));
        var keys = new List<OrderKey>();
        await using (await LockAsync(running, locked))
        {
            for (var round = 0; round < Rounds; round++)
            {
                keys.Add(new());
                var waiting = running.PlaceAsync(locked, keys[^1].Value);
                var others = Enumerable.Range(0, OthersInARound).Select(_ => running.PlaceUntilConfirmedAsync(free));

                await Task.WhenAll(others).WaitAsync(Bound, TestContext.Current.CancellationToken);
                using var putOff = await keys[^1].HeardAsync(await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken));
                Assert.Contains(putOff.StatusCode, (HttpStatusCode[])[HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted]);
                Assert.NotNull(putOff.Headers.RetryAfter);
            }
        }

        foreach (var key in keys)
            await Eventually.BecomesAsync("the order to be confirmed", async () => (await key.HeardAsync(await running.PlaceAsync(locked, key.Value))).StatusCode, status => status == HttpStatusCode.Created);
        Assert.Equal((100 - Rounds, 100 - (Rounds * OthersInARound)), (await running.AvailableAsync(locked), await running.AvailableAsync(free)));
    }

    [Fact]
    public async Task Who_changes_a_locked_row_is_told_to_come_again()
    {
        var running = await shapes.StartAsync(Shop, ShapesOnWire.Services);
        var product = await running.NewProductAsync(stock: 5);
        var (orderId, _) = await running.PlaceUntilConfirmedAsync(product);
        await using var transaction = await LockAsync(running, product);

        using var released = await running.Products.DeleteAsync($"/reservations/{orderId}").WaitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, released.StatusCode);
        Assert.NotNull(released.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_replica_starts_while_the_product_is_locked_that_it_warms_up_with()
    {
        const int warmUp = 1;
        var running = await shapes.StartAsync(Shop, ShapesOnWire.Services);
        // No product is there but those that tests make.
        await running.NewProductAsync(stock: 1);
        await using var transaction = await LockAsync(running, warmUp);

        var replica = await running.StartProductReplicaAsync();

        await Eventually.BecomesAsync("the replica to be ready", async () =>
        {
            using var health = await replica.GetAsync("/health");
            return health.StatusCode;
        }, status => status == HttpStatusCode.OK);
    }

    private static async Task<Held> LockAsync(ShapeOnWire running, int product)
    {
        var connection = await running.Database.Source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var locking = new NpgsqlCommand("SELECT FROM product.products WHERE id = $1 FOR UPDATE", connection, transaction);
        locking.Parameters.AddWithValue(product);
        await locking.ExecuteNonQueryAsync();
        return new(connection, transaction);
    }

    /// <summary>A lock, for as long as this is there.</summary>
    private sealed record Held(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
