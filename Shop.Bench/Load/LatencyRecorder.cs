using HdrHistogram;

namespace Shop.Bench.Load;

/// <summary>
/// What one client saw in one window. Not thread-safe: each client has its own, and they are added up at the end, so that
/// counting costs the measured machine next to nothing.
/// </summary>
internal sealed class LatencyRecorder
{
    private const long LongestMicroseconds = 60_000_000;
    private const int SignificantDigits = 3;

    private readonly LongHistogram _microseconds = new(LongestMicroseconds, SignificantDigits);
    private readonly SortedDictionary<int, long> _statuses = [];

    /// <summary>How many requests were answered as asked.</summary>
    public long Succeeded { get; private set; }

    /// <summary>How many were not: wrong status, no answer, or never sent.</summary>
    public long Failed { get; private set; }

    /// <summary>What the latencies of all requests add up to, failed ones too.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>How often each HTTP status came; 0 stands for no answer.</summary>
    public IReadOnlyDictionary<int, long> Statuses => _statuses;

    /// <summary>Records one request. Only successes enter the histogram: a fast refusal must not look like a fast shop.</summary>
    /// <param name="outcome">What came back.</param>
    /// <param name="latency">The time from the moment the request was due to the end of its answer.</param>
    public void Record(RequestOutcome outcome, TimeSpan latency)
    {
        _statuses[outcome.Status] = _statuses.GetValueOrDefault(outcome.Status) + 1;
        Waited += latency;
        if (!outcome.Succeeded)
        {
            Failed++;
            return;
        }
        Succeeded++;
        _microseconds.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, LongestMicroseconds));
    }

    /// <summary>Adds what another recorder saw.</summary>
    /// <param name="other">The recorder to add.</param>
    public void Add(LatencyRecorder other)
    {
        _microseconds.Add(other._microseconds);
        Succeeded += other.Succeeded;
        Failed += other.Failed;
        Waited += other.Waited;
        foreach (var (status, count) in other._statuses)
            _statuses[status] = _statuses.GetValueOrDefault(status) + count;
    }

    /// <summary>The percentiles of the successes; all zero when there were none.</summary>
    public LatencySummary Summarize()
    {
        if (_microseconds.TotalCount == 0)
            return new LatencySummary(0, 0, 0, 0, 0, 0);
        return new LatencySummary(At(50), At(90), At(99), At(99.9), Math.Round(_microseconds.GetMaxValue() / 1000.0, 3),
            Math.Round(_microseconds.GetMean() / 1000.0, 3));

        double At(double percentile) => Math.Round(_microseconds.GetValueAtPercentile(percentile) / 1000.0, 3);
    }
}
