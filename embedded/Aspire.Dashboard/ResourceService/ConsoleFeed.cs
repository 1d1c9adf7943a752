using Grpc.Core;

namespace Aspire.Dashboard.ResourceService;

/// <summary>
/// Follows the consoles of some resources and merges their lines by time. One page has one feed, and only while it is
/// open: what nobody looks at is not transferred.
/// </summary>
internal sealed class ConsoleFeed(ResourceClient client, TimeProvider clock) : IDisposable
{
    /// <summary>Lines kept of each resource; the oldest go first.</summary>
    internal const int LinesPerResource = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Followed> _followed = new(StringComparer.OrdinalIgnoreCase);
    private ConsoleLine[]? _merged;

    /// <summary>Raised when there are new lines, on any thread; handlers must return at once.</summary>
    internal event Action? Changed;

    /// <summary>How many lines had to go.</summary>
    internal long Dropped { get; private set; }

    /// <summary>Follows these resources and no others; those already followed go on.</summary>
    internal void Follow(IReadOnlyCollection<string> resources)
    {
        lock (_gate)
        {
            foreach (var gone in _followed.Keys.Except(resources, StringComparer.OrdinalIgnoreCase).ToArray())
            {
                _followed[gone].Stop.Cancel();
                _followed.Remove(gone);
                _merged = null;
            }

            foreach (var name in resources.Where(r => !_followed.ContainsKey(r)))
            {
                var followed = new Followed(name);
                _followed.Add(name, followed);
                _ = FollowAsync(followed, followed.Stop.Token);
            }
        }
    }

    /// <summary>All lines in the order of their times.</summary>
    internal ConsoleLine[] Snapshot()
    {
        lock (_gate)
            return _merged ??= Merge([.. _followed.Values]);
    }

    /// <summary>Forgets the lines so far; new ones go on coming.</summary>
    internal void Clear()
    {
        lock (_gate)
        {
            foreach (var followed in _followed.Values)
                followed.Lines.Clear();
            _merged = [];
            Dropped = 0;
        }

        Changed?.Invoke();
    }

    /// <inheritdoc />
    public void Dispose() => Follow([]);

    private static ConsoleLine[] Merge(Followed[] feeds)
    {
        if (feeds is [var only])
            return [.. only.Lines];

        // Each feed is in order by itself nearly always; a stable sort keeps lines of the same time as they came.
        return [.. feeds.SelectMany(f => f.Lines).OrderBy(l => l.Time)];
    }

    private async Task FollowAsync(Followed followed, CancellationToken cancellationToken)
    {
        var pause = ResourceWatcher.ShortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var isFirst = true;
                await foreach (var batch in client.WatchConsoleAsync(followed.Resource, cancellationToken))
                {
                    // A new stream begins with the backlog again; after a restart of the AppHost its numbers begin anew too.
                    if (isFirst && batch.Count > 0 && batch[^1].LineNumber < followed.LastNumber)
                        followed.LastNumber = 0;
                    isFirst = false;
                    Add(followed, batch);
                    pause = ResourceWatcher.ShortestPause;
                }
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException)
            {
                // Told by the banner of the resource watch; here it is enough to come back.
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < ResourceWatcher.LongestPause ? pause * 2 : ResourceWatcher.LongestPause;
        }
    }

    private void Add(Followed followed, IReadOnlyList<Aspire.DashboardService.Proto.V1.ConsoleLogLine> batch)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var line in batch)
            {
                if (line.LineNumber > 0 && line.LineNumber <= followed.LastNumber)
                    continue;

                followed.LastNumber = line.LineNumber;
                followed.Lines.Enqueue(ConsoleLine.From(followed.Resource, line, now));
                if (followed.Lines.Count > LinesPerResource)
                {
                    followed.Lines.Dequeue();
                    Dropped++;
                }
            }

            _merged = null;
        }

        Changed?.Invoke();
    }

    private sealed class Followed(string resource)
    {
        internal string Resource { get; } = resource;

        internal Queue<ConsoleLine> Lines { get; } = new();

        internal CancellationTokenSource Stop { get; } = new();

        internal int LastNumber { get; set; }
    }
}
