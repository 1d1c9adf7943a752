using Shop.Bench.Load;
using Shop.Bench.Reporting;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Tests;

/// <summary>Which windows are believed, and what a run may say.</summary>
public sealed class ValidityTests
{
    private static readonly Measurement Closed = SampleReport.Create(starts: 1).Measurements.First(m => m is { Kind: LoadKind.ClosedLoop, Level: 16 });
    private static readonly Measurement Open = SampleReport.Create(starts: 1).Measurements.First(m => m.Kind == LoadKind.OpenLoop);

    [Theory]
    // 16 clients: up to 0.48 may be missing.
    [InlineData(16, true)]
    [InlineData(15.6, true)]
    [InlineData(15.5, false)]
    [InlineData(16.5, false)]
    public void A_closed_loop_whose_clients_were_not_all_waiting_enters_no_figure(double inFlight, bool valid) =>
        Assert.Equal(valid, Validity.Fault(Closed with { Result = Closed.Result with { InFlight = inFlight } }) is null);

    [Theory]
    [InlineData(1000, 990, 5, true)]
    [InlineData(1000, 989, 5, false)]
    // All were answered, but it took six seconds to answer those of five.
    [InlineData(1000, 1000, 6, false)]
    public void An_open_loop_that_did_not_hold_its_rate_has_no_latency(long offered, long succeeded, double seconds, bool valid) =>
        Assert.Equal(valid, Validity.Fault(Open with { Level = 199, Result = Open.Result with { Succeeded = succeeded, Seconds = seconds, Schedule = new ScheduleKept(offered, 0, 0) } }) is null);

    [Fact]
    public void A_start_is_the_median_of_its_windows_that_are_believed()
    {
        var report = SampleReport.Create() with
        {
            Measurements = [Window(1, 1, 100), Window(1, 2, 300), Window(1, 3, 200), Window(2, 1, 500), Window(2, 2, 900) with { Result = Closed.Result with { InFlight = 1 } }],
        };
        var starts = new Analysis(report).Starts(Series.Closed(Closed.Scenario, Closed.Shape, 16), m => m.Result.Succeeded);
        Assert.Equal([(1, 200.0), (2, 500.0)], starts.Select(start => (start.Key, start.Value)));

        static Measurement Window(int start, int window, long succeeded) =>
            Closed with { Start = start, Window = window, Result = Closed.Result with { Succeeded = succeeded } };
    }

    [Fact]
    public void A_window_that_enters_no_figure_is_said_and_stays_in_the_report()
    {
        var bad = Closed with { Result = Closed.Result with { InFlight = 1 } };
        var text = MarkdownWriter.Write("t", ReportWriter.Sections(SampleReport.Create() with { Measurements = [Closed, bad] }));
        Assert.Contains($"Warning: 1 of 2 windows of {Closed.Scenario} of {Closed.Shape} at 16 enter no figure: clients were not all waiting", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_primary_ratio_says_what_its_interval_allows()
    {
        Assert.InRange(PrimaryRatios.All.Count, 1, 6);
        var rows = ReportWriter.Sections(SampleReport.Create()).SelectMany(s => s.Blocks).OfType<Table>().Single(t => t.Headers[0] == "Primary ratio").Rows;

        // 4,600 against 4,700, with a margin of five percent; 800 against 2,400.
        Assert.Equal("no difference", rows.Single(row => row[0].StartsWith(Scenarios.ListUncached, StringComparison.Ordinal))[^1]);
        Assert.Equal("less", rows.Single(row => row[0].StartsWith("POST /orders, a second: three services against monolith, one", StringComparison.Ordinal))[^1]);
    }

    [Fact]
    public void Too_few_starts_decide_nothing()
    {
        var rows = ReportWriter.Sections(SampleReport.Create(starts: 5)).SelectMany(s => s.Blocks).OfType<Table>().Single(t => t.Headers[0] == "Primary ratio").Rows;
        Assert.All(rows, row => Assert.Equal("not decided: too few starts", row[^1]));
    }

    [Fact]
    public void No_percentile_of_a_closed_loop_beyond_the_median_is_published() =>
        Assert.DoesNotContain(ReportWriter.Sections(SampleReport.Create()).Where(s => s.Title != "Latency at a fixed rate").SelectMany(s => s.Blocks).OfType<Table>().SelectMany(t => t.Headers),
            header => header.Contains("p9", StringComparison.Ordinal));

    [Fact]
    public void What_has_become_worse_since_an_earlier_run_is_told()
    {
        var before = SampleReport.Create();
        Assert.Equal("0 of 16 figures have become worse since 2026-11-23 10:00 UTC.", Assert.Single(Comparison.Regressions(before, before)));

        var slower = before with
        {
            Measurements = [.. before.Measurements.Select(m => m is { Scenario: Scenarios.Checkout, Shape: Shapes.Services or Shapes.ServicesAgain, Kind: LoadKind.ClosedLoop }
                ? m with { Result = m.Result with { Succeeded = m.Result.Succeeded / 2 } }
                : m)],
        };
        var told = Comparison.Regressions(before, slower);
        Assert.Contains(told, sentence => sentence.StartsWith("Worse: POST /orders, a second, 16 clients, three services: ", StringComparison.Ordinal));
        Assert.Contains(told, sentence => sentence.StartsWith("Worse: POST /orders, a second, 16 clients, three services against monolith, steps: 0.67", StringComparison.Ordinal));
        // Faster is no regression.
        Assert.Single(Comparison.Regressions(slower, before));
    }
}
