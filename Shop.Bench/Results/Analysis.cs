using Shop.Bench.Cost;
using Shop.Bench.Processes;
using Shop.Bench.Statistics;

namespace Shop.Bench.Results;

/// <summary>The questions that the report's sections ask of a run's measurements.</summary>
/// <param name="report">The run.</param>
internal sealed class Analysis(BenchReport report)
{
    /// <summary>The run.</summary>
    public BenchReport Report => report;

    /// <summary>The windows of one measurement, in order of rounds.</summary>
    public IReadOnlyList<Measurement> Rounds(string scenario, string shape, LoadKind kind, double level) =>
        [.. report.Measurements
            .Where(m => m.Scenario == scenario && m.Shape == shape && m.Kind == kind && m.Level.Equals(level))
            .OrderBy(m => m.Round)];

    /// <summary>The levels at which a scenario was measured, ascending.</summary>
    public IReadOnlyList<double> Levels(string scenario, LoadKind kind) =>
        [.. report.Measurements.Where(m => m.Scenario == scenario && m.Kind == kind).Select(m => m.Level).Distinct().Order()];

    /// <summary>The shapes of which a scenario was measured, in the order they were.</summary>
    public IReadOnlyList<string> ShapesOf(string scenario, LoadKind kind) =>
        [.. report.Measurements.Where(m => m.Scenario == scenario && m.Kind == kind).Select(m => m.Shape).Distinct()];

    /// <summary>A figure over the rounds, or null when it was not measured.</summary>
    public Spread? Over(string scenario, string shape, LoadKind kind, double level, Func<Measurement, double> figure)
    {
        var rounds = Rounds(scenario, shape, kind, level);
        return rounds.Count == 0 ? null : Spread.Of(rounds.Select(figure));
    }

    /// <summary>Successes per second with a number of clients, or null when it was not measured.</summary>
    public Spread? Throughput(string scenario, string shape, double clients) =>
        Over(scenario, shape, LoadKind.ClosedLoop, clients, m => m.Result.Throughput);

    /// <summary>The ratio of two shapes' throughputs, paired by round, or null when one was not measured.</summary>
    public Spread? ThroughputRatio(string scenario, string shape, string against, double clients) =>
        Ratio(scenario, shape, against, clients, m => m.Result.Throughput);

    /// <summary>The ratio of two shapes' medians of latency, paired by round, or null when one was not measured.</summary>
    public Spread? MedianLatencyRatio(string scenario, string shape, string against, double clients) =>
        Ratio(scenario, shape, against, clients, m => m.Result.Latency.P50);

    /// <summary>The ratio of a figure of two shapes, paired by round, or null when one was not measured.</summary>
    public Spread? Ratio(string scenario, string shape, string against, double clients, Func<Measurement, double> figure)
    {
        var above = Rounds(scenario, shape, LoadKind.ClosedLoop, clients);
        var below = Rounds(scenario, against, LoadKind.ClosedLoop, clients);
        return above.Count == 0 || above.Count != below.Count
            ? null
            : Spread.OfRatios([.. above.Select(figure)], [.. below.Select(figure)]);
    }

    /// <summary>What each process of a shape uses for a request, from the closed loop at a number of clients.</summary>
    public IReadOnlyList<ProcessDemand> Demands(string scenario, string shape, double clients)
    {
        var rounds = Rounds(scenario, shape, LoadKind.ClosedLoop, clients).Where(m => m.Result.Succeeded > 0).ToArray();
        return [.. rounds
            .SelectMany(m => m.Usage.Where(u => u.Role != ProcessRole.Generator).Select(u => (m.Result.Succeeded, Usage: u)))
            .GroupBy(pair => pair.Usage.Name)
            .Select(group => new ProcessDemand(
                group.Key,
                Spread.Of(group.Select(pair => pair.Usage.CpuSeconds / pair.Succeeded)).Median,
                group.Max(pair => pair.Usage.PeakMemoryBytes)))];
    }

    /// <summary>The share of all the machine's CPU time that the load generator took in a window, 0 to 1.</summary>
    public double GeneratorShare(Measurement measurement)
    {
        var available = measurement.Result.Seconds * report.Machine.Cores;
        return available <= 0
            ? 0
            : measurement.Usage.Where(u => u.Role == ProcessRole.Generator).Sum(u => u.CpuSeconds) / available;
    }

    /// <summary>The number of clients at which the run looks at throughput: 16 where it was measured, else the most measured.</summary>
    public double BusyClients(string scenario)
    {
        var levels = Levels(scenario, LoadKind.ClosedLoop);
        return levels.Contains(16) ? 16 : levels.Count > 0 ? levels[^1] : 0;
    }
}
