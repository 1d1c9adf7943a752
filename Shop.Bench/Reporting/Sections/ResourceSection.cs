using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>CPU and memory of each process for a thousand requests, the database told apart.</summary>
internal static class ResourceSection
{
    private static readonly string[] Compared = [Shapes.Services, Shapes.MonolithSteps, Shapes.Monolith];

    /// <summary>Builds the section; null when the system did not tell.</summary>
    public static Section? Build(Analysis analysis)
    {
        var blocks = analysis.Report.Measurements.Where(m => m.Kind == LoadKind.ClosedLoop && !Scenarios.IsAside(m.Scenario)).Select(m => m.Scenario).Distinct()
            .SelectMany(scenario => Blocks(analysis, scenario)).ToArray();
        return blocks.Length == 0 ? null : new Section("CPU and memory",
        [
            new Paragraph("What each process used for 1,000 answered requests, at the number of clients named. Memory is the most seen in any window; "
                + "that of PostgreSQL counts shared pages once. CPU is what one pays for at scale, memory what one pays for at rest."),
            .. blocks,
        ]);
    }

    private static IEnumerable<Block> Blocks(Analysis analysis, string scenario)
    {
        var clients = analysis.BusyClients(scenario);
        var shapes = Compared.Select(shape => (Shape: shape, Demands: analysis.Demands(scenario, shape, clients))).Where(s => s.Demands.Count > 0).ToArray();
        if (shapes.Length == 0)
            yield break;
        yield return new BarChart($"{scenario}, {clients} clients", "CPU seconds for 1,000 requests",
            [.. shapes.Select(s => new Bar(s.Shape, [.. s.Demands.Select(d => new BarPart(d.Name, d.CpuSecondsPerRequest * 1000))]))]);
        yield return new Table([scenario, "process", "CPU s per 1,000", "share", "peak memory, MiB"],
            [.. shapes.SelectMany(s => s.Demands.Select(d => (IReadOnlyList<string>)
            [
                s.Shape, d.Name, Figures.Of(d.CpuSecondsPerRequest * 1000),
                Figures.Percent(d.CpuSecondsPerRequest / Math.Max(1e-12, s.Demands.Sum(x => x.CpuSecondsPerRequest))), Figures.Mebibytes(d.PeakMemoryBytes),
            ]))]);
    }
}
