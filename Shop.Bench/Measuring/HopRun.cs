using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>Counts what a single checkout sets in motion: processes that handle it, from the traces, and transactions, from the database.</summary>
/// <param name="load">The shape.</param>
/// <param name="telemetry">Where its traces arrive.</param>
/// <param name="time">The clock.</param>
internal sealed class HopRun(ShapeLoad load, TelemetrySink telemetry, TimeProvider time)
{
    private const int Checkouts = 100;
    private static readonly TimeSpan TraceBound = TimeSpan.FromSeconds(20);

    /// <summary>Counts.</summary>
    /// <param name="progress">Told when the traces did not come.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<HopCount> CountAsync(IBenchProgress progress, CancellationToken cancellationToken)
    {
        long before = 0, after = 0;
        var invocations = await telemetry.CountInvocationsAsync("/orders", Checkouts, SendAsync, TraceBound, time, cancellationToken);
        var expected = load.Shape.Definition.IsMonolith ? 1 : 3;
        if (invocations is null)
            progress.Note($"The traces of {load.Name} did not all arrive: {expected} processes a checkout are by design, not counted.");
        // Asking for the number is no writing transaction, so the difference is the checkouts' alone.
        return new HopCount(Scenarios.Checkout, load.Name, invocations ?? expected, (double)(after - before) / Checkouts);

        async Task SendAsync()
        {
            var send = load.Sender(Scenarios.Checkout);
            before = await load.Shape.LastTransactionAsync(cancellationToken);
            for (var i = 0; i < Checkouts; i++)
                await send(0, cancellationToken);
            after = await load.Shape.LastTransactionAsync(cancellationToken);
        }
    }
}
