namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>Counts between explicit bounds: one more count than bounds, the last one for what lies above all of them.</summary>
internal sealed class ExplicitBuckets(double[] bounds, ulong[] counts) : BucketCounts
{
    private readonly double[] _bounds = bounds;
    private readonly ulong[] _counts = counts;

    internal override BucketCounts? Since(BucketCounts earlier) =>
        earlier is ExplicitBuckets other
        && _counts.Length == other._counts.Length
        && _bounds.AsSpan().SequenceEqual(other._bounds)
        && Subtract(_counts, other._counts) is { } difference
            ? new ExplicitBuckets(_bounds, difference)
            : null;

    internal override Bucket[] ToBuckets()
    {
        var buckets = new List<Bucket>();
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
                buckets.Add(new Bucket(Lower(i), Upper(i), _counts[i]));
        }
        return [.. buckets];
    }

    // The outer buckets have no end. Durations and sizes, nearly all there is, begin at 0; and of what lies above the last
    // bound no more is known than that, so it counts as the last bound, as in Prometheus.
    private double Lower(int i) => i > 0 ? _bounds[i - 1] : _bounds.Length == 0 ? 0 : Math.Min(0, _bounds[0]);

    private double Upper(int i) => i < _bounds.Length ? _bounds[i] : Lower(i);
}
