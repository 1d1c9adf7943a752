using System.Net;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>What operators do to a database while the shop runs: nothing of it is a fault of the shop's, and it is over when it is over.</summary>
[Collection(nameof(ShapesOnWire))]
public sealed class OperatedDatabase(ShopFixture shop, ShapesOnWire shapes) : ShopTest(shop)
{
    private const int MoreThanConnections = 12;

    /// <summary>A fail-over: sessions end, and new ones find a server that takes no writes, until one does.</summary>
    [Theory]
    [InlineData(ShapesOnWire.Services)]
    [InlineData(ShapesOnWire.OneTransaction)]
    [InlineData(ShapesOnWire.Steps)]
    public async Task A_database_that_takes_no_writes_is_an_outage_that_passes(string shape)
    {
        var running = await shapes.StartAsync(Shop, shape);
        var product = await running.NewProductAsync(stock: 5);
        await using var withoutWrites = await WithoutWrites.BeginAsync(running.Database);

        // On as many connections as the shop has, all of them opened now.
        var refused = await Task.WhenAll(
            Enumerable.Range(0, MoreThanConnections).SelectMany(_ => new[] { running.PlaceAsync(product, Guid.NewGuid().ToString()), running.PostProductAsync() }));
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.All(refused, answer => Assert.NotNull(answer.Headers.RetryAfter));
        Assert.All(await running.HealthAsync(), health => Assert.Contains("takes no writes", health, StringComparison.Ordinal));
        // Whoever reads is served, on sessions that will not write when all is over.
        var reads = await Task.WhenAll(Enumerable.Range(0, MoreThanConnections).Select(_ => running.Products.GetAsync($"/products/{product}")));
        Assert.All(reads, read => Assert.Equal(HttpStatusCode.OK, read.StatusCode));

        await withoutWrites.DisposeAsync();

        // The first who meets with such a session drops all of them; orders try again by themselves.
        using var first = await running.PostProductAsync();
        Assert.Contains(first.StatusCode, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable]);
        var posted = await Task.WhenAll(Enumerable.Range(0, MoreThanConnections).Select(_ => running.PostProductAsync()));
        Assert.All(posted, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        using var order = await running.PlaceAsync(product, Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.Created, order.StatusCode);
        Assert.All(await running.HealthAsync(), health => Assert.Equal("Healthy", health));
    }

    /// <summary>Statements that were prepared for the column as it was are refused by the server, once on each connection.</summary>
    [Fact]
    public async Task A_column_that_changes_its_type_costs_a_request_at_the_most()
    {
        var running = await shapes.StartAsync(Shop, ShapesOnWire.Services);
        var product = await running.NewProductAsync(stock: 5);
        var (orderId, _) = await running.PlaceUntilConfirmedAsync(product);
        (HttpClient Client, string Path)[] reads =
            [(running.Products, $"/products/{product}"), (running.Products, $"/products?category=Tests"), (running.Orders, $"/orders/{orderId}")];
        // Often enough, and enough at a time, for every connection to have prepared them.
        for (var i = 0; i < 4; i++) Assert.All(await ReadAsync(), status => Assert.Equal(HttpStatusCode.OK, status));

        await running.Database.RunAsync("""
            ALTER TABLE product.products ALTER COLUMN name TYPE text, ALTER COLUMN category TYPE text;
            ALTER TABLE orders.orders ALTER COLUMN customer_id TYPE text;
            """);

        var first = await ReadAsync();
        Assert.All(first, status => Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
        for (var i = 0; i < 4; i++) Assert.All(await ReadAsync(), status => Assert.Equal(HttpStatusCode.OK, status));
        using var order = await running.PlaceAsync(product, Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.Created, order.StatusCode);

        async Task<HttpStatusCode[]> ReadAsync() => await Task.WhenAll(reads.SelectMany(read => Enumerable.Range(0, 6).Select(async _ =>
        {
            using var response = await read.Client.GetAsync(read.Path);
            return response.StatusCode;
        })));
    }

    /// <summary>A server that takes no writes, for as long as this is there. The sessions of before end, as they do in a fail-over.</summary>
    private sealed class WithoutWrites(ScratchDatabase database) : IAsyncDisposable
    {
        public static async Task<WithoutWrites> BeginAsync(ScratchDatabase database)
        {
            await database.RunAsync($"""
                DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$;
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{ShapeOnWire.ApplicationName}'
                """);
            return new(database);
        }

        public async ValueTask DisposeAsync() => await database.RunAsync("""
            SET TRANSACTION READ WRITE;
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$
            """);
    }
}
