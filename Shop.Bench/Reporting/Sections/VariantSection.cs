using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>More replicas, and telemetry on against off: each variant beside the shape it varies.</summary>
internal static class VariantSection
{
    /// <summary>Builds the section; null when no variant was measured.</summary>
    public static Section? Build(Analysis analysis)
    {
        var pairs = analysis.Report.Measurements.Where(m => m.Kind == LoadKind.ClosedLoop)
            .Select(m => (m.Scenario, m.Level, Variant: m.Shape, Of: Shapes.OriginalOf(m.Shape))).Where(p => p.Of is not null).Distinct()
            .Where(p => analysis.Throughput(p.Scenario, p.Of!, p.Level) is not null).ToArray();
        if (pairs.Length == 0)
            return null;
        return new Section("Replicas and telemetry",
        [
            new Paragraph("Replicas share this machine's processors, so more of them can only show what the balancing costs, not what more machines would bring. "
                + "Telemetry as shipped samples every request and sends it to a receiver that throws it away."),
            .. pairs.GroupBy(p => (p.Scenario, p.Level)).Select(at => new BarChart($"{at.Key.Scenario}, {at.Key.Level} clients", "answered requests per second",
                [.. at.Select(p => p.Of!).Distinct().Concat(at.Select(p => p.Variant))
                    .Select(shape => (shape, Figure: analysis.Throughput(at.Key.Scenario, shape, at.Key.Level)!))
                    .Select(b => new Bar(b.shape, [new BarPart(b.shape, b.Figure.Median)], b.Figure.Low, b.Figure.High))])),
            new Table(["Variant", "requests", "clients", "per second", "against the shape as shipped"], [.. pairs.Select(p => (IReadOnlyList<string>)
            [
                p.Variant, p.Scenario, Figures.Count(p.Level), Figures.Of(analysis.Throughput(p.Scenario, p.Variant, p.Level)),
                "× " + Figures.Of(analysis.ThroughputRatio(p.Scenario, p.Variant, p.Of!, p.Level)),
            ])]),
        ]);
    }
}
