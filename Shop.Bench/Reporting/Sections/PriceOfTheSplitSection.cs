using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;
using Shop.Bench.Statistics;

namespace Shop.Bench.Reporting.Sections;

/// <summary>Where a checkout's throughput goes, from the database's floor to the three services, one step at a time.</summary>
internal static class PriceOfTheSplitSection
{
    private static readonly string[] Ladder = [Shapes.PgBenchOne, Shapes.Monolith, Shapes.PgBenchFour, Shapes.MonolithSteps, Shapes.Services];

    /// <summary>Builds the section; null when checkout was not measured.</summary>
    public static Section? Build(Analysis analysis)
    {
        var busy = analysis.BusyClients(Scenarios.Checkout);
        var rungs = Ladder.Select(shape => (Shape: shape, Throughput: analysis.Throughput(Scenarios.Checkout, shape, busy)))
            .Where(rung => rung.Throughput is not null).Select(rung => (rung.Shape, Throughput: rung.Throughput!)).ToArray();
        if (rungs.Length < 2)
            return null;
        return new Section("Where the price goes",
        [
            new Paragraph("Two monoliths tell the two halves of the price apart. One confirms a checkout in a single transaction; the other, "
                + "one setting away, commits each step by itself as the services must. What lies between those two is the price of the extra commits; "
                + "what lies between the second and the services is the price of processes and hops. pgbench shows what the database could do at best."),
            new BarChart($"Checkouts, {busy} clients", "per second, bar is the median, whisker the interval",
                [.. rungs.Select(r => new Bar(r.Shape, [new BarPart(r.Shape, r.Throughput.Median)], r.Throughput.Low, r.Throughput.High))]),
            new Table(["Checkout", "per second", "p50 with 1 client, ms", $"p50 with {busy}, ms", "of its floor"],
                [.. rungs.Select(r => (IReadOnlyList<string>)
                [
                    r.Shape, Figures.Of(r.Throughput), Latency(r.Shape, 1), Latency(r.Shape, busy), OfFloor(r.Shape),
                ])]),
        ]);

        string Latency(string shape, double clients) => Figures.Of(analysis.Over(Series.Closed(Scenarios.Checkout, shape, clients), Figure.MedianLatency.Of));

        string OfFloor(string shape)
        {
            Estimate? ratio = shape switch
            {
                Shapes.Monolith => analysis.ThroughputRatio(Scenarios.Checkout, shape, Shapes.PgBenchOne, busy),
                Shapes.MonolithSteps or Shapes.Services => analysis.ThroughputRatio(Scenarios.Checkout, shape, Shapes.PgBenchFour, busy),
                _ => null,
            };
            return Figures.Of(ratio);
        }
    }
}
