namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// Buckets from any number of histograms, and the percentiles of all of them together. Measurements are taken to be spread
/// evenly over their bucket; buckets may overlap, as they do when instances use different bounds.
/// </summary>
internal sealed class Distribution
{
    private readonly Dictionary<(double Lower, double Upper), double> _counts = [];
    private double _total;

    internal bool IsEmpty => _total == 0;

    internal void Add(ReadOnlySpan<Bucket> buckets)
    {
        foreach (var bucket in buckets)
        {
            var range = (bucket.Lower, bucket.Upper);
            _counts[range] = _counts.GetValueOrDefault(range) + bucket.Count;
            _total += bucket.Count;
        }
    }

    /// <summary>The values below which the shares (0 to 1, ascending) of all measurements lie.</summary>
    internal double[] Quantiles(params ReadOnlySpan<double> shares)
    {
        var values = new double[shares.Length];
        var next = 0;
        var (below, density, position) = (0.0, 0.0, double.NegativeInfinity);

        // Walks along the axis: at each edge the density of measurements changes, and single values add up at once.
        foreach (var edge in Edges())
        {
            var width = density > 0 ? edge.At - position : 0;
            while (next < shares.Length && density > 0 && shares[next] * _total <= below + (density * width))
                values[next] = position + (((shares[next++] * _total) - below) / density);
            below += density * width;
            below += edge.Mass;
            density = Math.Max(0, density + edge.DensityChange);
            position = edge.At;
            while (next < shares.Length && edge.Mass > 0 && shares[next] * _total <= below)
                values[next++] = edge.At;
        }
        // Rounding may leave the sum a hair below the total.
        while (next < shares.Length)
            values[next++] = position;
        return values;
    }

    private List<(double At, double DensityChange, double Mass)> Edges()
    {
        var edges = new List<(double At, double DensityChange, double Mass)>(_counts.Count * 2);
        foreach (var ((lower, upper), count) in _counts)
        {
            if (upper <= lower)
            {
                edges.Add((lower, 0, count));
            }
            else
            {
                edges.Add((lower, count / (upper - lower), 0));
                edges.Add((upper, -count / (upper - lower), 0));
            }
        }
        edges.Sort(static (a, b) => a.At.CompareTo(b.At));
        return edges;
    }
}
