using System.Globalization;
using Shop.Bench.Processes;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>How it was measured, what to be careful with, and every single window.</summary>
internal static class MethodSection
{
    /// <summary>Builds the section.</summary>
    public static Section Build(Analysis analysis)
    {
        var run = analysis.Report.Run;
        return new Section("How it was measured",
        [
            new Paragraph($"Each of {run.Starts} starts of a contender is a block of its own: an empty PostgreSQL server with the same settings for all, Release builds, from the AppHost's own model; "
                + $"{Figures.Of(run.WarmUpSeconds)} s of load to warm up, a checkpoint, {run.Windows} window{(run.Windows > 1 ? "s" : "")} of {Figures.Of(run.WindowSeconds)} s of each measurement, and an end. Nothing else is up meanwhile. "
                + $"Contenders take turns in an order from the seed {run.Seed}, each order followed by its reverse. A start's figure is the median of its windows; figures are medians over the starts, "
                + "with an interval between two of the sorted starts (the third and the tenth of twelve, the outermost of six: 96 and 97 %). Ratios are taken start by start, as logarithms. "
                + "A request that was not answered as asked counts as failed, and in no throughput and no latency."),
            new Sentences([.. Warnings(analysis), .. analysis.Report.Notes]),
            new Table(["Window", "shape", "load", "start", "per second", "p50", "under way", "failed", "generator", "database", "services", "fault"],
                [.. analysis.Report.Measurements.Select(m => Row(analysis, m))], Folded: true),
        ]);
    }

    /// <summary>What would distort the figures: windows that may not be believed, a load generator that takes too much of the machine, and failed requests.</summary>
    public static IEnumerable<string> Warnings(Analysis analysis)
    {
        var windows = analysis.Report.Measurements;
        foreach (var fault in windows.GroupBy(m => (m.Scenario, m.Shape, m.Level, Fault: Validity.Fault(m))).Where(g => g.Key.Fault is not null))
            yield return $"Warning: {fault.Count()} of {windows.Count(m => (m.Scenario, m.Shape, m.Level) == (fault.Key.Scenario, fault.Key.Shape, fault.Key.Level))} windows of {fault.Key.Scenario} of {fault.Key.Shape} at {fault.Key.Level} enter no figure: {fault.Key.Fault}.";
        var shares = windows.Select(m => (m.Scenario, m.Shape, Share: analysis.GeneratorShare(m))).ToArray();
        if (shares.Length > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"The load generator took {shares.Min(s => s.Share) * 100:0} to {shares.Max(s => s.Share) * 100:0} % of the machine's CPU time.");
        foreach (var high in shares.Where(s => s.Share > Validity.GeneratorShare).GroupBy(s => (s.Scenario, s.Shape)))
            yield return string.Create(CultureInfo.InvariantCulture, $"Warning: in {high.Key.Scenario} of {high.Key.Shape} the load generator took up to {high.Max(s => s.Share) * 100:0} % of the machine (* below); the system itself could do more than is shown.");
        foreach (var bad in windows.Where(m => m.Result.Failed > 0).GroupBy(m => (m.Scenario, m.Shape)))
            yield return $"Warning: {Figures.Count(bad.Sum(m => m.Result.Failed))} of {Figures.Count(bad.Sum(m => m.Result.Failed + m.Result.Succeeded))} requests failed in {bad.Key.Scenario} of {bad.Key.Shape}.";
    }

    private static IReadOnlyList<string> Row(Analysis analysis, Measurement m)
    {
        var generator = analysis.GeneratorShare(m);
        var seconds = Math.Max(1e-9, m.Result.Seconds * analysis.Report.Machine.Cores);
        return
        [
            m.Scenario, m.Shape, m.Kind == LoadKind.ClosedLoop ? $"{m.Level} clients" : $"{m.Level}/s", Figures.Count(m.Start), Figures.Of(m.Result.Throughput),
            Figures.Of(m.Result.Latency.P50), Figures.Of(m.Result.InFlight), Figures.Count(m.Result.Failed),
            Figures.Percent(generator) + (generator > Validity.GeneratorShare ? " *" : ""), Share(ProcessRole.Database), Share(ProcessRole.Service), Validity.Fault(m) ?? "",
        ];

        string Share(ProcessRole role) => Figures.Percent(m.Usage.Where(u => u.Role == role).Sum(u => u.CpuSeconds) / seconds);
    }
}
