namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>What a histogram counted over a stretch of time.</summary>
internal sealed record Counted(ulong StartNanos, ulong TimeNanos, ulong Count, double Sum, Bucket[] Buckets) : ITimed
{
    internal int Bytes => 96 + (24 * Buckets.Length);
}

/// <summary>A histogram, kept as what was counted between one report and the next, without the empty buckets.</summary>
internal sealed class HistogramSeries(TelemetryResource resource, TelemetryAttribute[] attributes, int maxPoints) : MetricSeries(resource, attributes)
{
    private readonly TimeRing<Counted> _counted = new(maxPoints);
    private HistogramValue? _last;
    private long _bytes;

    internal override long Bytes => _bytes;

    internal override int PointCount => _counted.Count;

    internal override void RemoveOldest(int count)
    {
        for (var i = 0; i < count; i++)
            _bytes -= _counted[i].Bytes;
        _counted.RemoveOldest(count);
        if (_counted.Count > 0)
            FirstNanos = _counted[0].StartNanos;
    }

    /// <summary>Adds what was counted in each step, or in a stretch that touches it, to the steps.</summary>
    internal void AddTo(HistogramSteps steps)
    {
        var grid = steps.Grid;
        for (var step = 0; step < grid.Count; step++)
        {
            if (grid.Overlap(step, FirstNanos, LastNanos) > 0)
                steps.MarkKnown(step);
        }
        for (var i = _counted.FirstAfter(grid.StartNanos); i < _counted.Count && _counted[i].StartNanos < grid.EndNanos; i++)
            steps.Add(_counted[i]);
    }

    private protected override int AddPoint(MetricPoint point, bool isDelta)
    {
        if (point.Histogram is not { } histogram)
            return 0;
        var isFirst = LastNanos == 0;
        var since = isDelta || isFirst || point.StartNanos > LastNanos ? null : Since(histogram, _last);
        var counted = since ?? histogram;
        var start = since is null ? Math.Max(point.StartNanos, LastNanos) : LastNanos;
        _last = histogram;
        if (counted.Count == 0 || start == 0 || start >= point.TimeNanos)
            return 0;

        var entry = new Counted(start, point.TimeNanos, counted.Count, counted.Sum, counted.Buckets.ToBuckets());
        if (_counted.Count > 0)
            _bytes -= _counted.Count >= maxPoints ? _counted[0].Bytes : 0;
        _bytes += entry.Bytes;
        if (!_counted.Add(entry))
            return 0;
        FirstNanos = _counted[0].StartNanos;
        return 1;
    }

    /// <summary>The difference to the last report; null if the sender has begun anew.</summary>
    private static HistogramValue? Since(HistogramValue now, HistogramValue? before) =>
        before is not null && now.Count >= before.Count && now.Buckets.Since(before.Buckets) is { } buckets
            ? new HistogramValue(now.Count - before.Count, now.Sum - before.Sum, buckets)
            : null;
}
