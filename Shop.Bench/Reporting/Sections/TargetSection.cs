using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;
using Shop.Bench.Statistics;

namespace Shop.Bench.Reporting.Sections;

/// <summary>Every figure beside what the machine could do at best, and beside what this project set itself to reach.</summary>
internal static class TargetSection
{
    /// <summary>Builds the section; null when neither a floor nor a peer was measured.</summary>
    public static Section? Build(Analysis analysis)
    {
        var busyList = analysis.BusyClients(Scenarios.ListUncached);
        var busyCheckout = analysis.BusyClients(Scenarios.Checkout);
        (string What, Estimate? Ratio, double Target, bool AtMost)[] targets =
        [
            ("Uncached list, services against bare endpoint", Throughput(Scenarios.ListUncached, Shapes.Services, Shapes.Bare, busyList), 0.9, false),
            ("Uncached list, monolith against bare endpoint", Throughput(Scenarios.ListUncached, Shapes.Monolith, Shapes.Bare, busyList), 0.9, false),
            ("Cached list, services against bare endpoint", Across(Shapes.Services), 4, false),
            ("Cached list, monolith against bare endpoint", Across(Shapes.Monolith), 4, false),
            ("Checkout, monolith against pgbench, one transaction", Throughput(Scenarios.Checkout, Shapes.Monolith, Shapes.PgBenchOne, busyCheckout), 0.6, false),
            ("Checkout, services against pgbench, four transactions", Throughput(Scenarios.Checkout, Shapes.Services, Shapes.PgBenchFour, busyCheckout), 0.5, false),
            ("Checkout, services against the monolith in steps", Throughput(Scenarios.Checkout, Shapes.Services, Shapes.MonolithSteps, busyCheckout), 0.6, false),
            ("Checkout, median latency with one client, services against the monolith in steps",
                analysis.Ratio(Series.Closed(Scenarios.Checkout, Shapes.Services, 1), Series.Closed(Scenarios.Checkout, Shapes.MonolithSteps, 1), Figure.MedianLatency.Of), 1.3, true),
            ("Uncached list, services against Flask + SQLAlchemy", Throughput(Scenarios.ListUncached, Shapes.Services, Shapes.Flask, busyList), 9, false),
        ];
        var measured = targets.Where(t => t.Ratio is not null).ToArray();
        return measured.Length == 0 ? null : new Section("Against floors and peers",
        [
            new Paragraph("Floors and peers run in the services' blocks, on their database server while they are idle. "
                + "The bare endpoint sends the same bytes from the same database with nothing around it."),
            new Table(["Ratio", "measured", "aim", ""], [.. measured.Select(t => (IReadOnlyList<string>)
            [
                t.What, "× " + Figures.Of(t.Ratio), (t.AtMost ? "≤ " : "≥ ") + Figures.Of(t.Target),
                (t.AtMost ? t.Ratio!.Median <= t.Target : t.Ratio!.Median >= t.Target) ? "reached" : "missed",
            ])]),
        ]);

        Estimate? Throughput(string scenario, string shape, string against, double clients) => analysis.ThroughputRatio(scenario, shape, against, clients);

        // The cached list against the uncached bare endpoint: two scenarios.
        Estimate? Across(string shape) => analysis.Ratio(
            Series.Closed(Scenarios.List, shape, analysis.BusyClients(Scenarios.List)), Series.Closed(Scenarios.ListUncached, Shapes.Bare, busyList), Figure.PerSecond.Of);
    }
}
