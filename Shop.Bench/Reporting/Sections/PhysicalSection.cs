using Shop.Bench.Processes;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;
using Shop.Bench.Statistics;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What an order costs the machine, whatever money that is somewhere.</summary>
internal static class PhysicalSection
{
    private static readonly string[] Compared = [Shapes.Services, Shapes.MonolithSteps, Shapes.Monolith];

    /// <summary>Builds the section; null when checkout was not measured.</summary>
    public static Section? Build(Analysis analysis)
    {
        var busy = analysis.BusyClients(Scenarios.Checkout);
        var rows = Compared.Where(shape => analysis.Windows(Series.Closed(Scenarios.Checkout, shape, busy)).Any()).Select(shape => Row(analysis, shape, busy)).ToArray();
        return rows.Length == 0 ? null : new Section("What an order costs physically",
        [
            new Paragraph($"CPU, log and flushes are those of {busy} clients, which share statements and flushes; the load generator's CPU is not in them. Requests, statements and commits "
                + "are those of an order that is alone. Statements are counted from the order's trace, a batch that goes at once as one: each is a round trip to the database, a commit that "
                + "is sent by itself comes on top. Memory at rest is read when the shape has become healthy. Bytes on the wire were not counted: the system does not tell them for a process."),
            new Table(
                [
                    "An order", "CPU ms", "of these in the database", "log (WAL), bytes", "flushes (fsync)", "requests that processes handle", "statements", "commits",
                    "memory at rest, MiB", "of these the database",
                ],
                rows),
        ]);
    }

    private static IReadOnlyList<string> Row(Analysis analysis, string shape, double busy)
    {
        var series = Series.Closed(Scenarios.Checkout, shape, busy);
        var wal = analysis.Report.Wal.Where(w => w.Shape == shape).ToArray();
        var alone = analysis.Report.Hops.FirstOrDefault(h => h.Scenario == Scenarios.Checkout && h.Shape == shape);
        var atRest = analysis.Report.StartUps.Where(s => s.Shape == shape).ToArray();
        return
        [
            shape,
            Figures.Of(analysis.Over(series, Figure.Cpu.Of)),
            Figures.Of(analysis.Over(series, m => 1000 * m.Usage.Where(u => u.Role == ProcessRole.Database).Sum(u => u.CpuSeconds) / m.Result.Succeeded)),
            Over(wal, w => w.BytesPerOrder), Over(wal, w => w.SyncsPerOrder),
            alone?.Invocations is { } handled ? Figures.Count(handled) : "–",
            alone is { Parts.Count: > 0 } ? Figures.Count(alone.Parts.Sum(part => part.Statements)) : "–",
            alone is null ? "–" : Figures.Count(alone.Commits),
            Over(atRest, s => Mebibytes(s, _ => true)), Over(atRest, s => Mebibytes(s, role => role == ProcessRole.Database)),
        ];
    }

    private static double Mebibytes(StartUp start, Func<ProcessRole, bool> counts) => start.AtRest.Where(p => counts(p.Role)).Sum(p => p.Bytes) / (1024.0 * 1024);

    private static string Over<T>(IReadOnlyCollection<T> values, Func<T, double> figure) => values.Count == 0 ? "–" : Figures.Of(Estimate.Of(values.Select(figure)));
}
