using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What each shape can do with more and more clients, scenario by scenario.</summary>
internal static class ThroughputSection
{
    /// <summary>Builds the section.</summary>
    public static Section Build(Analysis analysis) => new("Throughput", [.. Blocks(analysis)]);

    private static IEnumerable<Block> Blocks(Analysis analysis)
    {
        yield return new Paragraph("A closed loop: each client sends its next request when the last one is answered. "
            + "Medians over the starts, with their intervals.");
        foreach (var scenario in analysis.Report.Measurements.Where(m => m.Kind == LoadKind.ClosedLoop && !Scenarios.IsAside(m.Scenario)).Select(m => m.Scenario).Distinct())
        {
            var levels = analysis.Levels(scenario, LoadKind.ClosedLoop);
            var shapes = analysis.ShapesOf(scenario, LoadKind.ClosedLoop).Where(shape => Shapes.OriginalOf(shape) is null).ToArray();
            yield return new LineChart(scenario, "clients", "answered requests per second", [.. shapes.Select(shape => new Line(shape,
                [.. levels.Select(level => (level, Figure: analysis.Throughput(scenario, shape, level)))
                    .Where(p => p.Figure is not null)
                    .Select(p => new LinePoint(p.level, p.Figure!.Median, p.Figure.Low, p.Figure.High))]))]);
            yield return new Table([scenario, .. levels.Select(level => $"{level} client{(level > 1 ? "s" : "")}"), "failed requests"],
                [.. shapes.Select(shape => (IReadOnlyList<string>)
                [
                    shape, .. levels.Select(level => Figures.Of(analysis.Throughput(scenario, shape, level))),
                    Figures.Count(levels.SelectMany(level => analysis.Windows(Series.Closed(scenario, shape, level))).Sum(m => m.Result.Failed)),
                ])]);
        }
    }
}
