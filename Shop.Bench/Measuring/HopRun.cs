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
    private static readonly string[] Asked = [Scenarios.Checkout, Scenarios.List, Scenarios.One];

    /// <summary>Counts, one request after the other, so that none shares anything with another.</summary>
    /// <param name="progress">Told when the traces did not come.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<IReadOnlyList<HopCount>> CountAsync(IBenchProgress progress, CancellationToken cancellationToken)
    {
        var commits = new Dictionary<string, double>();
        var parts = await telemetry.FollowAsync(ScenarioOf, Asked.Length * Requests, SendAsync, TraceBound, time, cancellationToken);
        if (parts is null)
            progress.Note($"Warning: the traces of {load.Name} did not all arrive: which processes have a part in its requests is not known.");
        return [.. Asked.Select(scenario => new HopCount(scenario, load.Name, parts?.GetValueOrDefault(scenario) ?? [], commits[scenario]))];

        async Task SendAsync()
        {
            foreach (var scenario in Asked)
            {
                var send = load.Sender(scenario);
                var before = await load.Shape.LastTransactionAsync(cancellationToken);
                for (var i = 0; i < Requests; i++)
                    await send(0, cancellationToken);
                // Asking for the number is no writing transaction, so the difference is the requests' alone.
                commits[scenario] = (double)(await load.Shape.LastTransactionAsync(cancellationToken) - before) / Requests;
            }
        }
    }

    private static string? ScenarioOf(string path) => path switch
    {
        "/orders" => Scenarios.Checkout,
        "/products" => Scenarios.List,
        _ when path.StartsWith("/products/", StringComparison.Ordinal) => Scenarios.One,
        _ => null,
    };
}
