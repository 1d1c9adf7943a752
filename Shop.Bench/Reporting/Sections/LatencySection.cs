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
                + "A stall is therefore felt by every request that falls into it, as users would (free of coordinated omission). Milliseconds. "
                + "Windows in which less than 99 % of the rate was answered have no latency: what they would show is how long the window was. "
                + "Late requests were sent more than 1 ms after they were due, and their wait counts; dropped ones were never sent."),
            .. groups.GroupBy(g => (g.Key.Scenario, g.Key.Level)).Select(at => new BarChart(
                $"{at.Key.Scenario}, {Figures.Count(at.Key.Level)} requests a second", "p99 in ms, bar is the median, whisker the interval",
                [.. at.Select(g => (g.Key.Shape, P99: analysis.Over(SeriesOf(g), m => m.Result.Latency.P99))).Where(b => b.P99 is not null)
                    .Select(b => new Bar(b.Shape, [new BarPart(b.Shape, b.P99!.Median)], b.P99.Low, b.P99.High))])),
            new Table(["Requests", "a second", "shape", "p50", "p90", "p99", "p99.9", "answered", "late", "dropped", "failed"], [.. groups.Select(Row)]),
        ]);

        IReadOnlyList<string> Row(IGrouping<(string Scenario, double Level, string Shape), Measurement> group)
        {
            return
            [
                group.Key.Scenario, Figures.Count(group.Key.Level), group.Key.Shape, Of(l => l.Latency.P50), Of(l => l.Latency.P90), Of(l => l.Latency.P99),
                Of(l => l.Latency.P999), Figures.Percent((double)group.Sum(m => m.Result.Succeeded) / group.Sum(m => m.Result.Schedule!.Offered)),
                Figures.Count(group.Sum(m => m.Result.Schedule!.Late)), Figures.Count(group.Sum(m => m.Result.Schedule!.Dropped)), Figures.Count(group.Sum(m => m.Result.Failed)),
            ];

            string Of(Func<Load.LoadResult, double> figure) => Figures.Of(analysis.Over(SeriesOf(group), m => figure(m.Result)));
        }

        static Series SeriesOf(IGrouping<(string Scenario, double Level, string Shape), Measurement> group) =>
            new(group.Key.Scenario, group.Key.Shape, LoadKind.OpenLoop, group.Key.Level);
    }
}
