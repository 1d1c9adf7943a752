using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>The answer in short: what the split costs and what it buys, in figures and in sentences.</summary>
internal static class AnswerSection
{
    /// <summary>Builds the section.</summary>
    public static Section Build(Analysis analysis) =>
        new("The answer", [new TileRow([.. Tiles(analysis)]), new Sentences([.. Findings(analysis)])]);

    private static IEnumerable<Tile> Tiles(Analysis analysis)
    {
        var busy = analysis.BusyClients(Scenarios.Checkout);
        if (analysis.Ratio(PrimaryRatios.All[0]) is { } cpu)
            yield return new Tile($"× {Figures.Of(cpu.Median)}", "CPU for an order in the services against the monolith, database included", Figures.Range(cpu));
        if (analysis.ThroughputRatio(Scenarios.Checkout, Shapes.Services, Shapes.Monolith, busy) is { } all)
            yield return new Tile($"× {Figures.Of(all.Median)}", $"checkouts of the services against the monolith, {busy} clients", Figures.Range(all));
        if (analysis.ThroughputRatio(Scenarios.Checkout, Shapes.Services, Shapes.MonolithSteps, busy) is { } hops)
            yield return new Tile($"× {Figures.Of(hops.Median)}", "the same with equal commits: what the hops alone cost", Figures.Range(hops));
        if (analysis.Over(Series.Closed(Scenarios.Checkout, Shapes.Services, 1), Figure.MedianLatency.Of) is { } services
            && analysis.Over(Series.Closed(Scenarios.Checkout, Shapes.Monolith, 1), Figure.MedianLatency.Of) is { } monolith)
        {
            yield return new Tile($"+ {Figures.Of(services.Median - monolith.Median)} ms", $"for one checkout, median: {Figures.Of(services.Median)} against {Figures.Of(monolith.Median)} ms", "");
        }
        if (OutageShare(analysis, Shapes.Services, Scenarios.List) is { } kept)
        {
            yield return new Tile(Figures.Percent(kept), "of browsing still works in the services while payments are dead",
                OutageShare(analysis, Shapes.Monolith, Scenarios.List) is { } lost ? $"monolith: {Figures.Percent(lost)}" : "");
        }
    }

    private static IEnumerable<string> Findings(Analysis analysis)
    {
        var busy = analysis.BusyClients(Scenarios.Checkout);
        var hops = analysis.Report.Hops.Where(h => h.Scenario == Scenarios.Checkout).ToDictionary(h => h.Shape);
        if (hops.TryGetValue(Shapes.Services, out var split) && hops.TryGetValue(Shapes.Monolith, out var whole))
        {
            if (split.Invocations is { } several && whole.Invocations is { } single)
                yield return $"One checkout is handled by {Figures.Count(several)} processes in the services and {Figures.Count(single)} in the monolith.";
            yield return $"It commits {Figures.Count(split.Commits)} transactions against {Figures.Count(whole.Commits)}.";
        }
        if (analysis.Throughput(Scenarios.Checkout, Shapes.Services, busy) is { Median: > 0 } services
            && analysis.Throughput(Scenarios.Checkout, Shapes.MonolithSteps, busy) is { Median: > 0 } steps
            && analysis.Throughput(Scenarios.Checkout, Shapes.Monolith, busy) is { Median: > 0 } one)
        {
            var commits = one.Median / steps.Median;
            var network = steps.Median / services.Median;
            yield return $"With {busy} clients the monolith confirms {Figures.Of(one.Median)} checkouts a second and the services {Figures.Of(services.Median)}, a factor of "
                + $"{Figures.Of(one.Median / services.Median)}: the extra commits make {Figures.Of(commits)} of it, processes and hops {Figures.Of(network)}. "
                + (commits > network ? "Most of the price is in the commits, not in the network." : "Most of the price is in processes and hops, not in the commits.");
        }
        var list = PrimaryRatios.All.Single(ratio => ratio.Scenario == Scenarios.ListUncached);
        if (analysis.Ratio(list) is { } browse)
            yield return $"Browsing touches one service only: the services serve {Figures.Of(browse)} of what the monolith does ({RatioSection.Said(browse, analysis.Noise(list))}).";
        if (OutageShare(analysis, Shapes.Services, Scenarios.Checkout) is { } orders && OutageShare(analysis, Shapes.Monolith, Scenarios.Checkout) is { } ordersLost)
            yield return $"With payments dead the services still take {Figures.Percent(orders)} of the orders (accepted, charged later); the monolith, killed by the same fault, takes {Figures.Percent(ordersLost)}.";
        foreach (var sentence in CostSection.BreakEven(analysis))
            yield return sentence;
    }

    private static double? OutageShare(Analysis analysis, string shape, string request) =>
        analysis.Report.Outages.FirstOrDefault(o => o.Shape == shape && o.Request == request)?.Result.SuccessShare;
}
