using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;
using Shop.Bench.Statistics;

namespace Shop.Bench.Reporting;

/// <summary>What has become worse from one run to another.</summary>
internal static class Comparison
{
    /// <summary>
    /// Compares two runs. A figure is worse when its interval lies wholly on the bad side of the other's, by more than the margin;
    /// ratios are compared before figures, since a slower day changes all figures and no ratio.
    /// </summary>
    /// <param name="before">The earlier run.</param>
    /// <param name="now">The later run.</param>
    /// <returns>A sentence for each regression, and one that says how many were looked for.</returns>
    public static IReadOnlyList<string> Regressions(BenchReport before, BenchReport now)
    {
        var (old, current) = (new Analysis(before), new Analysis(now));
        var compared = PrimaryRatios.All.Select(ratio => new Pair(
                $"{ratio.Scenario}, {ratio.Figure.Name}, {current.Clients(ratio)} clients, {ratio.Shape} against {ratio.Against}",
                old.Ratio(ratio), current.Ratio(ratio), ratio.Figure.MoreIsBetter, current.Noise(ratio)))
            .Concat(PrimaryRatios.All.SelectMany(ratio => new[] { ratio.Shape, ratio.Against }.Select(shape => (Series: Series.Closed(ratio.Scenario, shape, current.Clients(ratio)), Ratio: ratio)))
                .DistinctBy(figure => (figure.Series, figure.Ratio.Figure))
                .Select(figure => new Pair(
                    $"{figure.Series.Scenario}, {figure.Ratio.Figure.Name}, {figure.Series.Level} clients, {figure.Series.Shape}",
                    old.Over(figure.Series, figure.Ratio.Figure.Of), current.Over(figure.Series, figure.Ratio.Figure.Of), figure.Ratio.Figure.MoreIsBetter, current.Noise(figure.Ratio))))
            .Where(pair => pair.Before is not null && pair.Now is not null).ToArray();
        var worse = compared.Where(IsWorse).Select(pair => $"Worse: {pair.What}: {Figures.Of(pair.Before)} before, {Figures.Of(pair.Now)} now.").ToArray();
        return [.. worse, $"{worse.Length} of {compared.Length} figures have become worse since {before.Run.Started:yyyy-MM-dd HH:mm} UTC."];
    }

    private static bool IsWorse(Pair pair)
    {
        var margin = pair.Noise is null ? Margin.Least : Margin.From(pair.Noise).High;
        var (before, now) = (pair.Before!, pair.Now!);
        return pair.MoreIsBetter
            ? now.High < before.Low && now.Median * margin < before.Median
            : now.Low > before.High && now.Median > before.Median * margin;
    }

    private sealed record Pair(string What, Estimate? Before, Estimate? Now, bool MoreIsBetter, Estimate? Noise);
}
