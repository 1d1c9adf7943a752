using Shop.Bench.Load;
using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>Counts what the database writes to its log for an order while many are placed at once.</summary>
/// <param name="load">The shape.</param>
/// <param name="time">The clock.</param>
internal sealed class WalRun(ShapeLoad load, TimeProvider time)
{
    private static readonly TimeSpan NudgeLength = TimeSpan.FromMilliseconds(50);

    /// <summary>Counts.</summary>
    /// <param name="clients">How many clients.</param>
    /// <param name="window">For how long.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<WalCount> CountAsync(int clients, TimeSpan window, CancellationToken cancellationToken)
    {
        var send = load.Sender(Scenarios.Checkout);
        var firstNudge = await NudgeAsync();
        var before = await load.Shape.Wal.ReadAsync(cancellationToken);
        var placed = (await ClosedLoop.RunAsync(send, clients, window, time, cancellationToken)).Succeeded;
        var lastNudge = await NudgeAsync();
        var after = await load.Shape.Wal.ReadAsync(cancellationToken);
        // Bytes are exact at once. Flushes are told when the next work begins: the first nudge's are in the difference, the last one's are not.
        return new WalCount(load.Name, Math.Round((double)(after.Bytes - before.Bytes) / (placed + lastNudge), 1), Math.Round((double)(after.Syncs - before.Syncs) / (placed + firstNudge), 3));

        async Task<long> NudgeAsync()
        {
            using var told = new PeriodicTimer(WalMeter.ToldEvery, time);
            await told.WaitForNextTickAsync(cancellationToken);
            return (await ClosedLoop.RunAsync(send, clients, NudgeLength, time, cancellationToken)).Succeeded;
        }
    }
}
