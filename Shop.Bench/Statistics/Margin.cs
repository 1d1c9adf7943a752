namespace Shop.Bench.Statistics;

/// <summary>What an interval of a ratio allows to be said.</summary>
internal enum Verdict
{
    /// <summary>The whole interval is within the margin.</summary>
    NoDifference,

    /// <summary>The whole interval is below 1, and not within the margin.</summary>
    Less,

    /// <summary>The whole interval is above 1, and not within the margin.</summary>
    More,

    /// <summary>Neither: more starts are needed.</summary>
    Undecided,
}

/// <summary>
/// How far a ratio may be from 1 and still be called no difference: five percent, or as far as the interval of the same build
/// against itself reaches where that is more. That an interval holds 1 shows no equality, it may only be wide.
/// </summary>
/// <param name="LogReach">The distance from 1, as a logarithm.</param>
internal sealed record Margin(double LogReach)
{
    /// <summary>The least margin, as a ratio.</summary>
    public const double Least = 1.05;

    /// <summary>The lowest ratio within the margin.</summary>
    public double Low => Math.Exp(-LogReach);

    /// <summary>The highest ratio within the margin.</summary>
    public double High => Math.Exp(LogReach);

    /// <summary>The margin that a pair of the same build leaves.</summary>
    /// <param name="same">The ratio of the same build against itself.</param>
    public static Margin From(Estimate same) =>
        new(Math.Max(Math.Log(Least), Math.Max(Math.Abs(Math.Log(same.Low)), Math.Abs(Math.Log(same.High)))));

    /// <summary>What may be said of a ratio.</summary>
    /// <param name="ratio">The ratio.</param>
    public Verdict Of(Estimate ratio) => ratio switch
    {
        _ when ratio.Low >= Low && ratio.High <= High => Verdict.NoDifference,
        { High: < 1 } => Verdict.Less,
        { Low: > 1 } => Verdict.More,
        _ => Verdict.Undecided,
    };
}
