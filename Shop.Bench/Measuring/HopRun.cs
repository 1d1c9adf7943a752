using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>Counts what a single request sets in motion: processes that handle it, from the traces, and transactions, from the database.</summary>
/// <param name="load">The shape.</param>
/// <param name="telemetry">Where its traces arrive.</param>
/// <param name="time">The clock.</param>
internal sealed class HopRun(ShapeLoad load, TelemetrySink telemetry, TimeProvider time)
{
    private const int Requests = 100;
    private static readonly TimeSpan TraceBound = TimeSpan.FromSeconds(20);

    /// <summary>Counts.</summary>
    /// <param name="scenario">What is requested.</param>
    /// <param name="progress">Told when the traces did not come.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<HopCount> CountAsync(string scenario, IBenchProgress progress, CancellationToken cancellationToken)
    {
        long before = 0, after = 0;
        var parts = await telemetry.FollowAsync(
            scenario == Scenarios.Checkout ? "/orders" : "/products", Requests, SendAsync, TraceBound, time, cancellationToken);
        if (parts is null)
            progress.Note($"Warning: the traces of {scenario} of {load.Name} did not all arrive: which processes had a part in it is not known.");
        // Asking for the number is no writing transaction, so the difference is the requests' alone.
        return new HopCount(scenario, load.Name, parts ?? [], (double)(after - before) / Requests);

        async Task SendAsync()
        {
            var send = load.Sender(scenario);
            before = await load.Shape.LastTransactionAsync(cancellationToken);
            for (var i = 0; i < Requests; i++)
                await send(0, cancellationToken);
            after = await load.Shape.LastTransactionAsync(cancellationToken);
        }
    }
}
