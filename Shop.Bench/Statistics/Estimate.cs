namespace Shop.Bench.Statistics;

/// <summary>
/// The median of a figure over independent starts, with an interval between two of the sorted values. The interval needs no
/// shape of distribution: it misses the true median only when too many starts fall on one side of it, as coins would
/// (H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed., 7.1).
/// </summary>
/// <param name="Median">The middle value; of an even number, the mean of the two in the middle.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Coverage">How often such an interval holds the true median, 0 to 1.</param>
/// <param name="Count">How many starts it comes from.</param>
internal sealed record Estimate(double Median, double Low, double High, double Coverage, int Count)
{
    /// <summary>The coverage that is asked for; few starts cannot reach it, and say so.</summary>
    public const double AskedCoverage = 0.95;

    /// <summary>Sums up the values of some starts.</summary>
    /// <param name="values">At least one value.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Estimate Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var (rank, coverage) = Ranks(sorted.Length);
        return new Estimate(MedianOf(sorted), sorted[rank - 1], sorted[^rank], coverage, sorted.Length);
    }

    /// <summary>
    /// The ratio of two contenders, from the logarithms of the ratios of their starts: two halves of the same block stand
    /// under the same weather, and a half weighs as much as a double.
    /// </summary>
    /// <param name="above">The figures above, in order of starts.</param>
    /// <param name="below">The figures below, in the same order; a pair without two figures above zero has no ratio and is skipped.</param>
    /// <returns>The ratio, or null when no pair has one.</returns>
    /// <exception cref="ArgumentException">The starts do not pair up.</exception>
    public static Estimate? OfRatios(IReadOnlyList<double> above, IReadOnlyList<double> below)
    {
        if (above.Count != below.Count)
            throw new ArgumentException($"{above.Count} starts do not pair up with {below.Count}.", nameof(below));
        var logs = above.Zip(below).Where(pair => pair is { First: > 0, Second: > 0 }).Select(pair => Math.Log(pair.First / pair.Second)).ToArray();
        if (logs.Length == 0)
            return null;
        var log = Of(logs);
        return log with { Median = Math.Exp(log.Median), Low = Math.Exp(log.Low), High = Math.Exp(log.High) };
    }

    /// <summary>
    /// Which of n sorted values are the ends of the interval: the k-th smallest and the k-th largest, with the largest k whose
    /// coverage, 1 - 2 P(Binomial(n, 1/2) &lt; k), is what is asked for; the outermost where none is.
    /// </summary>
    /// <param name="count">How many values there are.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static (int Rank, double Coverage) Ranks(int count)
    {
        if (count < 1)
            throw new ArgumentException("An estimate needs at least one value.", nameof(count));
        var (rank, coverage, below, binomial) = (1, 0.0, 0.0, Math.Pow(0.5, count));
        for (var k = 1; k <= (count + 1) / 2; k++)
        {
            // The probability of k - 1 successes, from that of one less.
            if (k > 1)
                binomial *= (double)(count - k + 2) / (k - 1);
            below += binomial;
            var covered = Math.Max(0, 1 - (2 * below));
            if (k > 1 && covered < AskedCoverage)
                break;
            (rank, coverage) = (k, covered);
        }
        return (rank, coverage);
    }

    /// <summary>The middle of some values; of an even number, the mean of the two in the middle.</summary>
    /// <param name="values">At least one value.</param>
    public static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
