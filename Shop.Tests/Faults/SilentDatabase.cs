using System.Diagnostics;
using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>Connections to the database that stay open and do not answer, while new ones would.</summary>
[Collection(nameof(ShapesOnWire))]
public sealed class SilentDatabase(ShopFixture shop, ShapesOnWire shapes) : ShopTest(shop)
{
    /// <summary>A statement without a bound of the shop's own is silent for 32 s, and there are several behind each other.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>What a statement that meets with silence takes at the least.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(ShapesOnWire.Services)]
    [InlineData(ShapesOnWire.OneTransaction)]
    [InlineData(ShapesOnWire.Steps)]
    public async Task Orders_go_on_when_the_wire_has_forgotten_every_connection(string shape)
    {
        var running = await shapes.StartAsync(Shop, shape);
        var product = await running.NewProductAsync(stock: 10);
        await running.PlaceUntilConfirmedAsync(product);

        running.Wire.ForgetConnections();

        await GoesOnAsync(running, product);
    }

    [Theory]
    [InlineData(ShapesOnWire.Services)]
    [InlineData(ShapesOnWire.OneTransaction)]
    [InlineData(ShapesOnWire.Steps)]
    public async Task Orders_go_on_when_every_process_of_the_server_that_serves_them_is_frozen(string shape)
    {
        var running = await shapes.StartAsync(Shop, shape);
        var product = await running.NewProductAsync(stock: 10);
        await running.PlaceUntilConfirmedAsync(product);

        await using var frozen = await Frozen.OnlyAsync(running, "%");
        Assert.False(frozen.IsEmpty);

        await GoesOnAsync(running, product);
    }

    /// <summary>The probe goes the way that requests go: where it says yes, the next request does not find out otherwise.</summary>
    [Fact]
    public async Task After_a_probe_that_said_healthy_no_statement_meets_with_silence()
    {
        var running = await shapes.StartAsync(Shop, ShapesOnWire.Services);
        var product = await running.NewProductAsync(stock: 1000);
        // What other tests have left behind may take the session in between; then it is another order's.
        await using var frozen = await Eventually.BecomesAsync(
            "a session that has reserved to be frozen",
            async () =>
            {
                await running.PlaceUntilConfirmedAsync(product);
                return await Frozen.OnlyAsync(running, "%product.reserve(%");
            },
            frozen => !frozen.IsEmpty);

        await running.BecomesHealthyAsync();
        var clock = Stopwatch.StartNew();
        using var response = await running.PlaceAsync(product, Guid.NewGuid().ToString());

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Silence);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    /// <summary>The order gets through in time, what is not final says so, and afterwards nothing is slow.</summary>
    private static async Task GoesOnAsync(ShapeOnWire running, int product)
    {
        var clock = Stopwatch.StartNew();
        var (_, before) = await running.PlaceUntilConfirmedAsync(product);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Bound);
        Assert.DoesNotContain(HttpStatusCode.InternalServerError, before);

        clock.Restart();
        using var next = await running.PlaceAsync(product, Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.Created, next.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Silence);
        Assert.Equal(7, await running.AvailableAsync(product));
    }

    /// <summary>Processes of the server that stand still.</summary>
    private sealed class Frozen : IAsyncDisposable
    {
        private readonly List<int> _processes = [];

        public bool IsEmpty => _processes.Count == 0;

        /// <summary>Freezes the processes that serve the shape now and did this last; those of new connections run.</summary>
        public static async Task<Frozen> OnlyAsync(ShapeOnWire running, string statement)
        {
            var frozen = new Frozen();
            await using var serving = running.Database.Source.CreateCommand(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND query LIKE $2 AND state = 'idle'");
            serving.Parameters.AddWithValue(ShapeOnWire.ApplicationName);
            serving.Parameters.AddWithValue(statement);
            await using var reader = await serving.ExecuteReaderAsync();
            while (await reader.ReadAsync()) frozen._processes.Add(reader.GetInt32(0));
            foreach (var process in frozen._processes) await Signals.SendAsync(process, "STOP");
            return frozen;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var process in _processes) await Signals.SendAsync(process, "CONT");
        }
    }
}
