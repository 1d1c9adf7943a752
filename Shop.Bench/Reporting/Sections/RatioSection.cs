using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;
using Shop.Bench.Statistics;

namespace Shop.Bench.Reporting.Sections;

/// <summary>The ratios that the run was made for, each with what it allows to be said.</summary>
internal static class RatioSection
{
    /// <summary>Builds the section; null when none was measured.</summary>
    public static Section? Build(Analysis analysis)
    {
        var ratios = PrimaryRatios.All.Select(ratio => (Ratio: ratio, Measured: analysis.Ratio(ratio))).Where(r => r.Measured is not null).ToArray();
        if (ratios.Length == 0)
            return null;
        var coverage = ratios.Min(r => r.Measured!.Coverage);
        return new Section("What differs",
        [
            new Paragraph($"{PrimaryRatios.All.Count} ratios, named before the run. Each is the median over {ratios.Max(r => r.Measured!.Count)} starts of both sides, with an interval between two of "
                + $"the sorted starts that holds the true median in at least {Figures.Percent(coverage)} of such runs. The same build under two names shows the noise; "
                + $"“no difference” means that the whole interval lies within ±{Figures.Percent(Margin.Least - 1)}, or as far from 1 as the interval of that pair reaches where that is more."),
            new Table(["Primary ratio", "clients", "measured", "same build against itself", "margin", "said"],
                [.. ratios.Select(r => Row(analysis, r.Ratio, r.Measured!))]),
        ]);
    }

    /// <summary>What may be said of a ratio, in words.</summary>
    /// <param name="ratio">The ratio.</param>
    /// <param name="noise">That of the same build against itself; null when it was not measured.</param>
    public static string Said(Estimate ratio, Estimate? noise)
    {
        if (noise is null)
            return "not decided: the noise was not measured";
        if (ratio.Coverage < Estimate.AskedCoverage || noise.Coverage < Estimate.AskedCoverage)
            return "not decided: too few starts";
        var margin = Margin.From(noise);
        return margin.Of(ratio) switch
        {
            Verdict.NoDifference when margin.High > Margin.Least * 1.0001 => "no difference beyond the noise",
            Verdict.NoDifference => "no difference",
            Verdict.Less => "less",
            Verdict.More => "more",
            _ => "not decided",
        };
    }

    private static IReadOnlyList<string> Row(Analysis analysis, PrimaryRatio ratio, Estimate measured)
    {
        var noise = analysis.Noise(ratio);
        var margin = noise is null ? null : Margin.From(noise);
        return
        [
            $"{ratio.Scenario}, {ratio.Figure.Name}: {ratio.Shape} against {ratio.Against}", Figures.Count(analysis.Clients(ratio)), "× " + Figures.Of(measured),
            noise is null ? "–" : "× " + Figures.Of(noise), margin is null ? "–" : $"{Figures.Of(margin.Low)}–{Figures.Of(margin.High)}", Said(measured, noise),
        ];
    }
}
