using Microsoft.Extensions.Hosting;
using Shop.ServiceDefaults.Work;

namespace Shop.Database;

/// <summary>
/// Deletes what is old from time to time. In a round of work (<c>POST /work</c>) that comes sooner where this process has not done it for as
/// long: where a platform ends processes, none might live until then.
/// </summary>
/// <param name="time">The clock that the time between is measured with.</param>
public abstract class PeriodicDeletion(TimeProvider time) : BackgroundService, IDueWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly AsyncAutoResetEvent _wake = new(time);
    private readonly Lock _gate = new();
    private long? _doneAt;

    private bool IsDue
    {
        get
        {
            lock (_gate) return _doneAt is not { } doneAt || time.GetElapsedTime(doneAt) >= Interval;
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        if (IsDue) _wake.Set();
    }

    /// <inheritdoc/>
    public Task<DueWork> CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new DueWork(new Dictionary<string, long> { ["deletions"] = IsDue ? 1 : 0 }, NextAt: null));

    /// <summary>Deletes all that is old enough now. A failure is logged, and no exception.</summary>
    /// <param name="cancellationToken">Stops after what is under way.</param>
    public abstract Task PurgeAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first time is long after the start: the tables are there by then, and if not it is tried again.
        while (true)
        {
            await _wake.WaitAsync(Interval, stoppingToken);
            await PurgeAsync(stoppingToken);
            lock (_gate) _doneAt = time.GetTimestamp();
        }
    }
}
