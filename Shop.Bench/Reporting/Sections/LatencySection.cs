using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What a user waits at a fixed rate.</summary>
internal static class LatencySection
{
    /// <summary>Builds the section; null when nothing was measured at a fixed rate.</summary>
    public static Section? Build(Analysis analysis)
    {
        var open = analysis.Report.Measurements.Where(m => m.Kind == LoadKind.OpenLoop).ToArray();
        if (open.Length == 0)
            return null;
        var groups = open.GroupBy(m => (m.Scenario, m.Level, m.Shape)).ToArray();
        return new Section("Latency at a fixed rate",
        [
            new Paragraph("An open loop: requests fall due at a fixed rate whatever becomes of them, and each is timed from the moment it was due. "
                + "A stall is therefore felt by every request that falls into it, as users would (free of coordinated omission). Milliseconds."),
            .. groups.GroupBy(g => (g.Key.Scenario, g.Key.Level)).Select(at => new BarChart(
                $"{at.Key.Scenario}, {Figures.Count(at.Key.Level)} requests a second", "p99 in ms, bar is the median, whisker the rounds",
                [.. at.Select(g => (g.Key.Shape, Spread: analysis.Over(g.Key.Scenario, g.Key.Shape, LoadKind.OpenLoop, g.Key.Level, m => m.Result.Latency.P99)!))
                    .Select(b => new Bar(b.Shape, [new BarPart(b.Shape, b.Spread.Median)], b.Spread.Min, b.Spread.Max))])),
            new Table(["Requests", "a second", "shape", "p50", "p90", "p99", "p99.9", "failed"], [.. groups.Select(Row)]),
        ]);

        IReadOnlyList<string> Row(IGrouping<(string Scenario, double Level, string Shape), Measurement> group)
        {
            return
            [
                group.Key.Scenario, Figures.Count(group.Key.Level), group.Key.Shape, Of(l => l.Latency.P50), Of(l => l.Latency.P90), Of(l => l.Latency.P99),
                Of(l => l.Latency.P999), Figures.Count(group.Sum(m => m.Result.Failed)),
            ];

            string Of(Func<Load.LoadResult, double> figure) =>
                Figures.Of(analysis.Over(group.Key.Scenario, group.Key.Shape, LoadKind.OpenLoop, group.Key.Level, m => figure(m.Result)));
        }
    }
}
