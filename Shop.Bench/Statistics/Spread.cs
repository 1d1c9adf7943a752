namespace Shop.Bench.Statistics;

/// <summary>A figure over the rounds of a run: the median, and how far the rounds lie apart. No round is left out.</summary>
/// <param name="Median">The middle value; of an even number, the mean of the two in the middle.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
internal sealed record Spread(double Median, double Min, double Max)
{
    /// <summary>The spread of some values.</summary>
    /// <param name="values">At least one value.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("A spread needs at least one value.", nameof(values));
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }

    /// <summary>
    /// The ratio of two shapes, taken round by round and then summed up: what disturbed one round disturbed both its halves, so
    /// pairs lie closer together than the two medians do.
    /// </summary>
    /// <param name="numerators">The figures above, in order of rounds.</param>
    /// <param name="denominators">The figures below, in the same order; a pair with a zero below has no ratio and is skipped.</param>
    /// <returns>The spread of the ratios, or null when no pair has one.</returns>
    /// <exception cref="ArgumentException">The rounds do not pair up.</exception>
    public static Spread? OfRatios(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        if (numerators.Count != denominators.Count)
            throw new ArgumentException($"{numerators.Count} rounds do not pair up with {denominators.Count}.", nameof(denominators));
        var ratios = numerators.Zip(denominators).Where(pair => pair.Second != 0).Select(pair => pair.First / pair.Second).ToArray();
        return ratios.Length == 0 ? null : Of(ratios);
    }
}
