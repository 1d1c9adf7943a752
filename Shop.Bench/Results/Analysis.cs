using Shop.Bench.Cost;
using Shop.Bench.Processes;
using Shop.Bench.Statistics;

namespace Shop.Bench.Results;

/// <summary>The windows of one measurement: those of a scenario of a shape at a level of load.</summary>
/// <param name="Scenario">What is requested.</param>
/// <param name="Shape">What was measured.</param>
/// <param name="Kind">How load is made.</param>
/// <param name="Level">Clients of a closed loop; requests per second of an open one.</param>
internal sealed record Series(string Scenario, string Shape, LoadKind Kind, double Level)
{
    /// <summary>The series of a closed loop.</summary>
    public static Series Closed(string scenario, string shape, double clients) => new(scenario, shape, LoadKind.ClosedLoop, clients);
}

/// <summary>The questions that the report's sections ask of a run's measurements.</summary>
/// <param name="report">The run.</param>
internal sealed class Analysis(BenchReport report)
{
    private readonly ILookup<Series, Measurement> _windows = report.Measurements.ToLookup(m => new Series(m.Scenario, m.Shape, m.Kind, m.Level));

    /// <summary>The run.</summary>
    public BenchReport Report => report;

    /// <summary>All windows of a series, those that enter no figure too.</summary>
    public IEnumerable<Measurement> Windows(Series series) => _windows[series];

    /// <summary>The levels at which a scenario was measured, ascending.</summary>
    public IReadOnlyList<double> Levels(string scenario, LoadKind kind) =>
        [.. _windows.Select(w => w.Key).Where(s => s.Scenario == scenario && s.Kind == kind).Select(s => s.Level).Distinct().Order()];

    /// <summary>The shapes of which a scenario was measured, by name: the order of blocks is not to be seen in a report.</summary>
    public IReadOnlyList<string> ShapesOf(string scenario, LoadKind kind) =>
        [.. _windows.Select(w => w.Key).Where(s => s.Scenario == scenario && s.Kind == kind).Select(s => s.Shape).Distinct().OrderDescending(StringComparer.Ordinal)];

    /// <summary>The figure of each start: the median of its windows, of those that may be believed.</summary>
    public IReadOnlyDictionary<int, double> Starts(Series series, Func<Measurement, double> figure) => Windows(series)
        .Where(m => Validity.Fault(m) is null).GroupBy(m => m.Start).ToDictionary(start => start.Key, start => Estimate.MedianOf(start.Select(figure)));

    /// <summary>A figure over the starts, or null when it was not measured.</summary>
    public Estimate? Over(Series series, Func<Measurement, double> figure) =>
        Starts(series, figure) is { Count: > 0 } starts ? Estimate.Of(starts.Values) : null;

    /// <summary>Successes per second with a number of clients, or null when it was not measured.</summary>
    public Estimate? Throughput(string scenario, string shape, double clients) => Over(Series.Closed(scenario, shape, clients), Figure.PerSecond.Of);

    /// <summary>The ratio of a figure of two series, from the pairs of their starts, or null when there are none.</summary>
    public Estimate? Ratio(Series above, Series below, Func<Measurement, double> figure)
    {
        var under = Starts(below, figure);
        var pairs = Starts(above, figure).Where(start => under.ContainsKey(start.Key)).OrderBy(start => start.Key).ToArray();
        return Estimate.OfRatios([.. pairs.Select(pair => pair.Value)], [.. pairs.Select(pair => under[pair.Key])]);
    }

    /// <summary>The ratio of two shapes' throughputs, or null when one was not measured.</summary>
    public Estimate? ThroughputRatio(string scenario, string shape, string against, double clients) =>
        Ratio(Series.Closed(scenario, shape, clients), Series.Closed(scenario, against, clients), Figure.PerSecond.Of);

    /// <summary>A primary ratio, or null when it was not measured.</summary>
    public Estimate? Ratio(PrimaryRatio ratio) =>
        Ratio(Series.Closed(ratio.Scenario, ratio.Shape, Clients(ratio)), Series.Closed(ratio.Scenario, ratio.Against, Clients(ratio)), ratio.Figure.Of);

    /// <summary>The same figure of the same build against itself, or null when it was not measured.</summary>
    public Estimate? Noise(PrimaryRatio ratio) => Ratio(ratio with { Shape = Shapes.ServicesAgain, Against = Shapes.Services });

    /// <summary>With how many clients a primary ratio is measured.</summary>
    public double Clients(PrimaryRatio ratio) => ratio.AloneOrBusy == Results.Clients.Alone ? 1 : BusyClients(ratio.Scenario);

    /// <summary>What each process of a shape uses for a request, from the closed loop at a number of clients.</summary>
    public IReadOnlyList<ProcessDemand> Demands(string scenario, string shape, double clients)
    {
        var windows = Windows(Series.Closed(scenario, shape, clients)).Where(m => m.Result.Succeeded > 0).ToArray();
        return [.. windows
            .SelectMany(m => m.Usage.Where(u => u.Role != ProcessRole.Generator).Select(u => (m.Result.Succeeded, Usage: u)))
            .GroupBy(pair => pair.Usage.Name)
            .Select(group => new ProcessDemand(
                group.Key,
                Estimate.MedianOf(group.Select(pair => pair.Usage.CpuSeconds / pair.Succeeded)),
                group.Max(pair => pair.Usage.PeakMemoryBytes)))];
    }

    /// <summary>The share of all the machine's CPU time that the load generator took in a window, 0 to 1.</summary>
    public double GeneratorShare(Measurement window) => Validity.GeneratorShareOf(window, report.Machine.Cores);

    /// <summary>The number of clients at which the run looks at throughput: 16 where it was measured, else the most measured.</summary>
    public double BusyClients(string scenario)
    {
        var levels = Levels(scenario, LoadKind.ClosedLoop);
        return levels.Contains(16) ? 16 : levels.Count > 0 ? levels[^1] : 0;
    }
}
