using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>The measurements of one combination of attribute values. Guarded by a lock on the object itself.</summary>
internal abstract class MetricSeries(TelemetryResource resource, TelemetryAttribute[] attributes)
{
    private const int MaxExemplars = 64;

    // An exemplar is there for its trace; what it says besides must be short.
    private const int MaxExemplarBytes = 1 << 10;

    private readonly Queue<MetricExemplar> _exemplars = [];

    internal TelemetryResource Resource { get; } = resource;

    internal TelemetryAttribute[] Attributes { get; } = attributes;

    /// <summary>From when to when the series is known; it may have been reported without a change since its last point.</summary>
    internal ulong FirstNanos { get; private protected set; }

    internal ulong LastNanos { get; private set; }

    /// <summary>About how many bytes the points take.</summary>
    internal abstract long Bytes { get; }

    /// <summary>About how many bytes the series takes besides its points: attributes, buffers, exemplars, its place in the tables.</summary>
    internal int FixedBytes { get; } = 700 + Sizes.Of(attributes);

    internal abstract int PointCount { get; }

    /// <summary>Takes in the next point; one that is not newer than the last is a repetition and is passed over.</summary>
    /// <returns>How many of the oldest points had to go.</returns>
    internal int Add(MetricPoint point, bool isDelta)
    {
        if (point.TimeNanos <= LastNanos)
            return 0;
        if (LastNanos == 0)
            FirstNanos = point.StartNanos > 0 && point.StartNanos < point.TimeNanos ? point.StartNanos : point.TimeNanos;
        var dropped = AddPoint(point, isDelta);
        LastNanos = point.TimeNanos;
        foreach (var exemplar in point.Exemplars)
        {
            if (_exemplars.Count == MaxExemplars)
                _exemplars.Dequeue();
            _exemplars.Enqueue(Sizes.Of(exemplar.Attributes) <= MaxExemplarBytes ? exemplar : exemplar with { Attributes = [] });
        }
        return dropped;
    }

    /// <summary>Forgets the oldest points to make room for others.</summary>
    internal abstract void RemoveOldest(int count);

    internal IReadOnlyList<MetricExemplar> ExemplarsIn(StepGrid grid)
    {
        var (from, to) = (UnixNanos.ToDateTime(grid.StartNanos), UnixNanos.ToDateTime(grid.EndNanos));
        return [.. _exemplars.Where(exemplar => exemplar.Time >= from && exemplar.Time < to)];
    }

    /// <summary>Whether anything is known of the step.</summary>
    internal bool Covers(StepGrid grid, int step) => FirstNanos < grid.StartOf(step + 1) && LastNanos >= grid.StartOf(step);

    private protected abstract int AddPoint(MetricPoint point, bool isDelta);
}
