using System.Globalization;
using Shop.Bench.Processes;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>How it was measured, what to be careful with, and every single window.</summary>
internal static class MethodSection
{
    /// <summary>Above this share of the machine the load generator's own work distorts what it measures.</summary>
    public const double GeneratorShareWarning = 0.35;

    /// <summary>Builds the section.</summary>
    public static Section Build(Analysis analysis)
    {
        var run = analysis.Report.Run;
        return new Section("How it was measured",
        [
            new Paragraph($"Every shape ran at the same time on this machine, each with a PostgreSQL server of its own with the same settings, Release builds, started from the AppHost's own model. "
                + $"Each shape was warmed up for {Figures.Of(run.WarmUpSeconds)} s. Then {run.Rounds} rounds followed, and in each of them one window of {Figures.Of(run.WindowSeconds)} s for every shape in turn (A B A B …), "
                + "so that whatever changes in the machine meanwhile meets them all. Figures are medians with the slowest and the fastest round; no round is left out. "
                + "A request that was not answered as asked counts as failed, and in no throughput and no latency."),
            new Sentences([.. Warnings(analysis), .. analysis.Report.Notes]),
            new Table(["Window", "shape", "load", "round", "per second", "p50", "p99", "failed", "generator", "database", "services"],
                [.. analysis.Report.Measurements.Select(m => Row(analysis, m))], Folded: true),
        ]);
    }

    /// <summary>What would distort the figures: a load generator that takes too much of the machine, and failed requests.</summary>
    public static IEnumerable<string> Warnings(Analysis analysis)
    {
        var shares = analysis.Report.Measurements.Select(m => (m.Scenario, m.Shape, m.Level, Share: analysis.GeneratorShare(m))).ToArray();
        if (shares.Length > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"The load generator took {shares.Min(s => s.Share) * 100:0} to {shares.Max(s => s.Share) * 100:0} % of the machine's CPU time.");
        foreach (var high in shares.Where(s => s.Share > GeneratorShareWarning).GroupBy(s => (s.Scenario, s.Shape)))
            yield return string.Create(CultureInfo.InvariantCulture, $"Warning: in {high.Key.Scenario} of {high.Key.Shape} the load generator took up to {high.Max(s => s.Share) * 100:0} % of the machine; the system itself could do more than is shown.");
        foreach (var bad in analysis.Report.Measurements.Where(m => m.Result.Failed > 0).GroupBy(m => (m.Scenario, m.Shape)))
            yield return $"Warning: {Figures.Count(bad.Sum(m => m.Result.Failed))} of {Figures.Count(bad.Sum(m => m.Result.Failed + m.Result.Succeeded))} requests failed in {bad.Key.Scenario} of {bad.Key.Shape}.";
    }

    private static IReadOnlyList<string> Row(Analysis analysis, Measurement m)
    {
        var seconds = Math.Max(1e-9, m.Result.Seconds * analysis.Report.Machine.Cores);
        return
        [
            m.Scenario, m.Shape, m.Kind == LoadKind.ClosedLoop ? $"{m.Level} clients" : $"{m.Level}/s", Figures.Count(m.Round), Figures.Of(m.Result.Throughput),
            Figures.Of(m.Result.Latency.P50), Figures.Of(m.Result.Latency.P99), Figures.Count(m.Result.Failed),
            Figures.Percent(analysis.GeneratorShare(m)), Share(ProcessRole.Database), Share(ProcessRole.Service),
        ];

        string Share(ProcessRole role) => Figures.Percent(m.Usage.Where(u => u.Role == role).Sum(u => u.CpuSeconds) / seconds);
    }
}
