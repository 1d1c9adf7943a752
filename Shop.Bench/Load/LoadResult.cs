namespace Shop.Bench.Load;

/// <summary>One measured window.</summary>
/// <param name="Succeeded">Requests answered as asked.</param>
/// <param name="Failed">Requests that were not; they count in no throughput and no latency.</param>
/// <param name="Seconds">How long the window took, from the first request to the last answer.</param>
/// <param name="Latency">The latencies of the successes.</param>
/// <param name="Statuses">How often each HTTP status came; 0 stands for no answer.</param>
/// <param name="InFlight">Requests under way at a time, on average: what their latencies add up to for each second of the window.</param>
/// <param name="Schedule">How an open loop was kept to its schedule; null for a closed one.</param>
internal sealed record LoadResult(
    long Succeeded, long Failed, double Seconds, LatencySummary Latency, IReadOnlyDictionary<int, long> Statuses, double InFlight, ScheduleKept? Schedule = null)
{
    /// <summary>Successes per second.</summary>
    public double Throughput => Seconds > 0 ? Succeeded / Seconds : 0;

    /// <summary>The share of requests that succeeded, 0 to 1; 0 when nothing was sent.</summary>
    public double SuccessShare => Succeeded + Failed > 0 ? (double)Succeeded / (Succeeded + Failed) : 0;

    /// <summary>Adds up what the clients saw.</summary>
    /// <param name="clients">One recorder for each client.</param>
    /// <param name="elapsed">The length of the window.</param>
    public static LoadResult From(IEnumerable<LatencyRecorder> clients, TimeSpan elapsed)
    {
        var total = new LatencyRecorder();
        foreach (var client in clients)
            total.Add(client);
        return new LoadResult(total.Succeeded, total.Failed, elapsed.TotalSeconds, total.Summarize(),
            new SortedDictionary<int, long>(total.Statuses.ToDictionary()),
            elapsed > TimeSpan.Zero ? Math.Round(total.Waited / elapsed, 4) : 0);
    }
}

/// <summary>How an open loop was kept to its schedule.</summary>
/// <param name="Offered">Requests that fell due.</param>
/// <param name="Dropped">Of these, how many were never sent.</param>
/// <param name="Late">Of these, how many were sent more than <see cref="OpenLoop.LateAfter"/> after they were due; their wait counts in their latency.</param>
internal sealed record ScheduleKept(long Offered, long Dropped, long Late);
