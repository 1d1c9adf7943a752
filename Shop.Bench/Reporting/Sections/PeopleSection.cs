using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What it costs to show pages to people, and to ask who they are.</summary>
internal static class PeopleSection
{
    private const double Microseconds = 1_000_000;

    /// <summary>Builds the section; null when neither was measured.</summary>
    public static Section? Build(Analysis analysis)
    {
        Block[] blocks = [.. Pages(analysis), .. Tokens(analysis)];
        return blocks.Length == 0 ? null : new Section("Pages and tokens", blocks);
    }

    private static IEnumerable<Block> Pages(Analysis analysis)
    {
        var clients = analysis.BusyClients(Scenarios.ProductList);
        var shapes = new[] { Shapes.Services, Shapes.Monolith }.Select(Shapes.WithPages).Where(shape => analysis.Throughput(Scenarios.ProductList, Shapes.AsPage(shape), clients) is not null).ToArray();
        if (shapes.Length == 0)
            yield break;
        yield return new Paragraph("The list of products as a page of the storefront, beside the list as JSON that is read from the database each time. The page asks the "
            + "product module for JSON, which may come from its cache: over the network as a service, within the process in the monolith.");
        yield return new Table(["List of products", "clients", "JSON per second", "pages per second", "page against JSON"], [.. shapes.Select(shape => (IReadOnlyList<string>)
        [
            shape, Figures.Count(clients), Figures.Of(analysis.Throughput(Scenarios.ProductList, Shapes.AsJson(shape), clients)),
            Figures.Of(analysis.Throughput(Scenarios.ProductList, Shapes.AsPage(shape), clients)),
            "× " + Figures.Of(analysis.ThroughputRatio(Scenarios.ProductList, Shapes.AsPage(shape), Shapes.AsJson(shape), clients)),
        ])]);
    }

    private static IEnumerable<Block> Tokens(Analysis analysis)
    {
        var clients = analysis.BusyClients(Scenarios.Nothing);
        if (Cpu(Shapes.Open) is not { } open || Cpu(Shapes.Guarded) is not { } guarded)
            yield break;
        yield return new Paragraph("An endpoint that does nothing, with all that a service has around it: open to everybody, and behind a customer's token (RS256), "
            + $"which is asked for, checked and compared with the policy at each request. Checking costs {Figures.Of(guarded - open)} µs of CPU.");
        yield return new Table(["An endpoint that does nothing", "clients", "per second", "CPU µs a request"], [.. new[] { (Shapes.Open, open), (Shapes.Guarded, guarded) }
            .Select(row => (IReadOnlyList<string>)
            [
                row.Item1, Figures.Count(clients), Figures.Of(analysis.Throughput(Scenarios.Nothing, row.Item1, clients)), Figures.Of(row.Item2),
            ])]);

        double? Cpu(string shape) => analysis.Demands(Scenarios.Nothing, shape, clients) is { Count: > 0 } demands ? demands.Sum(demand => demand.CpuSecondsPerRequest) * Microseconds : null;
    }
}
