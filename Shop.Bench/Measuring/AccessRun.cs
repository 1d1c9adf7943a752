using Shop.Bench.Floors;
using Shop.Bench.Load;
using Shop.Bench.Processes;
using Shop.Bench.Results;

namespace Shop.Bench.Measuring;

/// <summary>Holds an endpoint that asks for a token against one that does not.</summary>
internal sealed class AccessRun : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpTarget _target;
    private readonly TimeProvider _time;

    private AccessRun(ChildProcess process, HttpTarget target, TimeProvider time) => (_process, _target, _time) = (process, target, time);

    /// <summary>Starts both endpoints.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<AccessRun> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var (key, token) = GuardedEndpoint.NewToken(time);
        var (process, address) = await ChildProcess.StartServingAsync(GuardedEndpoint.Mode, GuardedEndpoint.KeyVariable, key, cancellationToken);
        return new(process, new(new(address), $"Bearer {token}"), time);
    }

    /// <summary>Both, each asked with the token.</summary>
    /// <param name="clients">How many clients.</param>
    /// <param name="window">The length of a window.</param>
    public IReadOnlyList<LoadWindow> Windows(int clients, TimeSpan window) =>
        [Asking(Shapes.Open, GuardedEndpoint.Open, clients, window), Asking(Shapes.Guarded, GuardedEndpoint.Guarded, clients, window)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _target.Dispose();
        await _process.DisposeAsync();
    }

    private LoadWindow Asking(string name, string path, int clients, TimeSpan window)
    {
        var bytes = _target.Get(path);
        var send = RequestMaker.Sender(_ => new PlannedRequest(_target, bytes, false));
        return new(Scenarios.Nothing, name, LoadKind.ClosedLoop, clients,
            [new("endpoint", ProcessRole.Service, _process.Id), new("load generator", ProcessRole.Generator, Environment.ProcessId)],
            cancellationToken => ClosedLoop.RunAsync(send, clients, window, _time, cancellationToken));
    }
}
