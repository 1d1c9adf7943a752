using Shop.Bench.Floors;
using Shop.Bench.Load;
using Shop.Bench.Peers;
using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>What every figure is held against: pgbench, the bare endpoint and the article's own design, on the services' database server.</summary>
internal sealed class FloorSet : IAsyncDisposable
{
    private readonly RunningShape _host;
    private readonly TimeProvider _time;
    private readonly List<IAsyncDisposable> _running = [];
    private HttpTarget? _bare;
    private HttpTarget? _flask;
    private PgBench? _pgbench;

    private FloorSet(RunningShape host, TimeProvider time) => (_host, _time) = (host, time);

    /// <summary>Starts what can be started; what cannot is noted.</summary>
    /// <param name="host">The shape whose database is used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Takes the notes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FloorSet> StartAsync(RunningShape host, TimeProvider time, IBenchProgress progress, CancellationToken cancellationToken)
    {
        var floors = new FloorSet(host, time);
        try
        {
            floors._bare = await floors.StartBareAsync(cancellationToken);
            await floors.CompareBytesAsync(progress, cancellationToken);
            var (process, address, missing) = await FlaskPeer.TryStartAsync(host.ProductConnection, cancellationToken);
            if (process is not null)
                floors._running.Add(process);
            if (address is not null)
                floors._flask = new HttpTarget(address);
            if (missing is not null)
                progress.Note($"{Shapes.Flask} was not measured: {missing}");
            if (PgBench.Find() is { } program)
                floors._pgbench = await PgBench.PrepareAsync(program, host.ServerConnection, cancellationToken);
            else
                progress.Note("pgbench was not found: there is no floor of the database in this report.");
            return floors;
        }
        catch
        {
            await floors.DisposeAsync();
            throw;
        }
    }

    /// <summary>The windows of those that browse.</summary>
    /// <param name="clients">How many clients.</param>
    /// <param name="window">The length of a window.</param>
    public IEnumerable<LoadWindow> Browse(int clients, TimeSpan window)
    {
        if (_bare is not null)
            yield return Http(Shapes.Bare, _bare, clients, window);
        if (_flask is not null)
            yield return Http(Shapes.Flask, _flask, clients, window);
        if (_pgbench is not null)
            yield return Script(Scenarios.ListUncached, Shapes.PgBenchRead, _pgbench, "browse.sql", clients, window);
    }

    /// <summary>The windows of those that check out.</summary>
    /// <param name="clients">How many clients.</param>
    /// <param name="window">The length of a window.</param>
    public IEnumerable<LoadWindow> Checkout(int clients, TimeSpan window)
    {
        if (_pgbench is null)
            yield break;
        yield return Script(Scenarios.Checkout, Shapes.PgBenchOne, _pgbench, "checkout-one-transaction.sql", clients, window);
        yield return Script(Scenarios.Checkout, Shapes.PgBenchFour, _pgbench, "checkout-four-transactions.sql", clients, window);
    }

    /// <summary>Stops what was started.</summary>
    public async ValueTask DisposeAsync()
    {
        _bare?.Dispose();
        _flask?.Dispose();
        foreach (var running in _running)
            await running.DisposeAsync();
    }

    private LoadWindow Http(string name, HttpTarget target, int clients, TimeSpan window)
    {
        var bytes = target.Get("/products");
        var send = RequestMaker.Sender(_ => new PlannedRequest(target, bytes, false));
        return new LoadWindow(Scenarios.ListUncached, name, LoadKind.ClosedLoop, clients, SharedProcesses(),
            cancellationToken => ClosedLoop.RunAsync(send, clients, window, _time, cancellationToken));
    }

    private LoadWindow Script(string scenario, string name, PgBench pgbench, string script, int clients, TimeSpan window) =>
        new(scenario, name, LoadKind.ClosedLoop, clients, SharedProcesses(),
            cancellationToken => pgbench.RunAsync(script, clients, window, cancellationToken));

    private Processes.WatchedProcess[] SharedProcesses() => [.. _host.Processes().Where(p => p.Role != Processes.ProcessRole.Service)];

    private async Task<HttpTarget> StartBareAsync(CancellationToken cancellationToken)
    {
        var (process, address) = await ChildProcess.StartServingAsync(
            BareEndpoint.Mode, BareEndpoint.ConnectionVariable, _host.ProductConnection, cancellationToken);
        _running.Add(process);
        return new HttpTarget(new Uri(address));
    }

    // A floor that sends something else than the shop would be no floor.
    private async Task CompareBytesAsync(IBenchProgress progress, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var shop = await client.GetByteArrayAsync(new Uri(_host.ProductTarget.Address, "/products"), cancellationToken);
        var bare = await client.GetByteArrayAsync(new Uri(_bare!.Address, "/products"), cancellationToken);
        progress.Note(shop.AsSpan().SequenceEqual(bare)
            ? $"The shop and the bare endpoint answered GET /products with the same {shop.Length} bytes."
            : $"Warning: the shop answered GET /products with {shop.Length} bytes and the bare endpoint with {bare.Length} others; do not compare them.");
    }
}
