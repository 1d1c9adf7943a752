namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>An increase over a stretch of time.</summary>
internal readonly record struct Increase(ulong StartNanos, ulong TimeNanos, double Value) : ITimed;

/// <summary>A counter, kept as its increases: an idle counter costs nothing, and a restarted one needs no special care later.</summary>
internal sealed class CounterSeries(TelemetryResource resource, TelemetryAttribute[] attributes, int maxPoints) : MetricSeries(resource, attributes)
{
    private const int PointBytes = 24;

    private readonly TimeRing<Increase> _increases = new(maxPoints);
    private double _total;

    internal override long Bytes => (long)PointBytes * _increases.Count;

    internal override int PointCount => _increases.Count;

    internal override void RemoveOldest(int count)
    {
        _increases.RemoveOldest(count);
        if (_increases.Count > 0)
            FirstNanos = _increases[0].StartNanos;
    }

    /// <summary>Increase per second in each step; null where nothing is known.</summary>
    internal double?[] Rates(StepGrid grid)
    {
        var sums = new double[grid.Count];
        for (var i = _increases.FirstAfter(grid.StartNanos); i < _increases.Count; i++)
        {
            var increase = _increases[i];
            if (increase.StartNanos >= grid.EndNanos)
                break;
            var length = (double)(increase.TimeNanos - increase.StartNanos);
            for (var step = grid.IndexOf(increase.StartNanos); step <= grid.IndexOf(increase.TimeNanos); step++)
                sums[step] += increase.Value * grid.Overlap(step, increase.StartNanos, increase.TimeNanos) / length;
        }
        var rates = new double?[grid.Count];
        for (var step = 0; step < rates.Length; step++)
        {
            // A step that the series covers in part counts for that part, or the ends of a line would sag.
            var known = grid.Overlap(step, FirstNanos, LastNanos);
            rates[step] = known > 0 ? sums[step] / (known / 1e9) : null;
        }
        return rates;
    }

    private protected override int AddPoint(MetricPoint point, bool isDelta)
    {
        var isFirst = LastNanos == 0;
        var hasRestarted = !isDelta && !isFirst && (point.Value < _total || point.StartNanos > LastNanos);
        var before = isDelta || isFirst || hasRestarted ? 0 : _total;
        _total = point.Value;

        // The stretch ends where the next one begins, unless the counter itself says that it began later.
        var start = isFirst || isDelta || hasRestarted ? Math.Max(point.StartNanos, LastNanos) : LastNanos;
        var increase = point.Value - before;
        if (increase <= 0 || start == 0 || start >= point.TimeNanos)
            return 0;
        if (!_increases.Add(new Increase(start, point.TimeNanos, increase)))
            return 0;
        FirstNanos = _increases[0].StartNanos;
        return 1;
    }
}
