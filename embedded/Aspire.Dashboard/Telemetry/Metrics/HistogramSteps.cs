using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>Gathers what any number of histogram series counted, step by step, and reads percentiles off it.</summary>
internal sealed class HistogramSteps
{
    private readonly Distribution[] _distributions;
    private readonly double[] _counts;
    private readonly double[] _sums;
    private readonly double[] _spreadCounts;
    private readonly bool[] _known;

    internal HistogramSteps(StepGrid grid)
    {
        Grid = grid;
        _distributions = [.. Enumerable.Range(0, grid.Count).Select(static _ => new Distribution())];
        _counts = new double[grid.Count];
        _sums = new double[grid.Count];
        _spreadCounts = new double[grid.Count];
        _known = new bool[grid.Count];
    }

    internal StepGrid Grid { get; }

    internal void MarkKnown(int step) => _known[step] = true;

    internal void Add(Counted counted)
    {
        var length = (double)(counted.TimeNanos - counted.StartNanos);
        for (var step = Grid.IndexOf(counted.StartNanos); step <= Grid.IndexOf(counted.TimeNanos); step++)
        {
            var overlap = Grid.Overlap(step, counted.StartNanos, counted.TimeNanos);
            if (overlap == 0)
                continue;
            // How many is spread over the stretch; which values is the same all along it.
            _distributions[step].Add(counted.Buckets);
            _counts[step] += counted.Count;
            _sums[step] += counted.Sum;
            _spreadCounts[step] += counted.Count * overlap / length;
        }
    }

    internal MetricValues ToValues()
    {
        var (p50, p90, p99) = (new double?[Grid.Count], new double?[Grid.Count], new double?[Grid.Count]);
        var (rate, mean) = (new double?[Grid.Count], new double?[Grid.Count]);
        for (var step = 0; step < Grid.Count; step++)
        {
            if (_known[step])
                rate[step] = _spreadCounts[step] / Grid.StepSeconds;
            if (_counts[step] == 0)
                continue;
            mean[step] = _sums[step] / _counts[step];
            if (_distributions[step].IsEmpty)
                continue;
            var quantiles = _distributions[step].Quantiles(0.5, 0.9, 0.99);
            (p50[step], p90[step], p99[step]) = (quantiles[0], quantiles[1], quantiles[2]);
        }
        return new MetricValues { P50 = p50, P90 = p90, P99 = p99, Rate = rate, Mean = mean };
    }
}
