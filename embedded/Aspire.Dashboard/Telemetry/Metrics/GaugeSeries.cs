namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>A value from this moment on.</summary>
internal readonly record struct Reading(ulong TimeNanos, double Value) : ITimed
{
    public ulong StartNanos => TimeNanos;
}

/// <summary>A gauge or an up-down counter, kept as the moments at which its value changed.</summary>
internal sealed class GaugeSeries(TelemetryResource resource, TelemetryAttribute[] attributes, int maxPoints) : MetricSeries(resource, attributes)
{
    private const int PointBytes = 16;

    private readonly TimeRing<Reading> _readings = new(maxPoints);

    internal override long Bytes => (long)PointBytes * _readings.Count;

    internal override int PointCount => _readings.Count;

    internal override void RemoveOldest(int count)
    {
        _readings.RemoveOldest(count);
        if (_readings.Count > 0)
            FirstNanos = _readings[0].TimeNanos;
    }

    /// <summary>The value at the end of each step; null where nothing is known.</summary>
    internal double?[] Values(StepGrid grid)
    {
        var values = new double?[grid.Count];
        var next = _readings.FirstAfter(grid.StartNanos);
        for (var step = 0; step < values.Length; step++)
        {
            while (next < _readings.Count && _readings[next].TimeNanos < grid.StartOf(step + 1))
                next++;
            if (next > 0 && Covers(grid, step))
                values[step] = _readings[next - 1].Value;
        }
        return values;
    }

    private protected override int AddPoint(MetricPoint point, bool isDelta)
    {
        var value = isDelta && _readings.Count > 0 ? _readings.Last.Value + point.Value : point.Value;
        if (_readings.Count > 0 && _readings.Last.Value.Equals(value))
            return 0;
        if (!_readings.Add(new Reading(point.TimeNanos, value)))
            return 0;
        FirstNanos = _readings[0].TimeNanos;
        return 1;
    }
}
