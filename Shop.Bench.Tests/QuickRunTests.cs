using Shop.Bench.Measuring;
using Shop.Bench.Reporting;
using Shop.Bench.Results;

namespace Shop.Bench.Tests;

/// <summary>The whole way from the AppHost's model to the report, as short as it can be.</summary>
public sealed class QuickRunTests
{
    private static readonly Effort Shortest = new("test", 1, 1, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5), [2], 1, []);

    [Fact]
    public async Task A_run_measures_every_shape_and_its_floors_without_a_failed_request()
    {
        var progress = new Notes();
        var options = new BenchOptions(Shortest, new HashSet<string> { "checkout", "floors", "pages", "access" }, 1, "");

        var report = await new BenchRun(options, TimeProvider.System, progress).RunAsync(TestContext.Current.CancellationToken);

        string[] shapes = [Shapes.Services, Shapes.ServicesAgain, Shapes.MonolithSteps, Shapes.Monolith];
        foreach (var shape in shapes)
        {
            var window = Assert.Single(report.Measurements, m => m.Shape == shape && m.Scenario == Scenarios.Checkout);
            Assert.True(window.Result.Succeeded > 0, $"{shape} confirmed nothing: {string.Join(", ", window.Result.Statuses)}");
            Assert.Equal(0, window.Result.Failed);
        }
        foreach (var scenario in (string[])[Scenarios.ProductList, Scenarios.Nothing])
        {
            Assert.All(report.Measurements.Where(m => m.Scenario == scenario), window => Assert.True(
                window.Result is { Succeeded: > 0, Failed: 0 }, $"{window.Shape}: {string.Join(", ", window.Result.Statuses)}"));
        }

        string[] withPages = [Shapes.WithPages(Shapes.Services), Shapes.WithPages(Shapes.Monolith)];
        Assert.Equal(
            [.. withPages.SelectMany(shape => new[] { Shapes.AsJson(shape), Shapes.AsPage(shape) }).Append(Shapes.Open).Append(Shapes.Guarded).Order()],
            report.Measurements.Where(m => m.Scenario is Scenarios.ProductList or Scenarios.Nothing).Select(m => m.Shape).Order());
        Assert.Equal([.. shapes.Concat(withPages).Order()], report.StartUps.Select(s => s.Shape).Order());
        var hops = new[] { Shapes.Services, Shapes.MonolithSteps, Shapes.Monolith }.Select(shape => report.Hops.Single(h => h.Scenario == Scenarios.Checkout && h.Shape == shape)).ToArray();
        Assert.Equal([3, 1, 1], hops.Select(h => Math.Round(Assert.NotNull(h.Invocations))));
        Assert.Equal(["order-api", "payment-api", "product-api"], hops[0].Parts.Select(part => part.Process).Order());
        Assert.All(report.Hops.SelectMany(h => h.Parts), part => Assert.InRange(part.WallSeconds, 0.00001, 10));
        Assert.True(hops[0].Parts.Sum(part => part.Statements) >= 4 && hops[2].Parts.Sum(part => part.Statements) >= 1, string.Join(", ", hops.SelectMany(h => h.Parts)));
        Assert.All(report.Wal, wal => Assert.True(wal is { BytesPerOrder: > 500 and < 100_000, SyncsPerOrder: > 0 and < 20 }, wal.ToString()));
        Assert.Equal(3, report.Wal.Count);
        Assert.All(report.StartUps.SelectMany(s => s.AtRest), process => Assert.InRange(process.Bytes, 1024 * 1024, 4L * 1024 * 1024 * 1024));
        // One commit against the four of the split, the relay's own beside them.
        Assert.True(hops[1].Commits >= 4 && hops[2].Commits < 3, string.Join(", ", report.Hops));
        Assert.Contains(progress.Taken, note => note.Contains("with the same", StringComparison.Ordinal));
        Assert.NotEmpty(ReportWriter.Sections(report));
    }

    private sealed class Notes : IBenchProgress
    {
        public List<string> Taken { get; } = [];

        public void Phase(string what, int windows = 0)
        {
        }

        public void Window(LoadWindow window)
        {
        }

        public void Note(string note) => Taken.Add(note);
    }
}
