using Shop.Bench.Statistics;

namespace Shop.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    // P(Binomial(12, 1/2) <= 2) = (1 + 12 + 66) / 4096: the third to the tenth of twelve cover 1 - 158 / 4096.
    [InlineData(12, 3, 1 - (158 / 4096.0))]
    // The outermost of six: 1 - 2 / 64. The second to the fifth would be 1 - 14 / 64.
    [InlineData(6, 1, 1 - (2 / 64.0))]
    // The second to the eighth of nine: 1 - 2 (1 + 9) / 512.
    [InlineData(9, 2, 1 - (20 / 512.0))]
    // The sixth to the fifteenth of twenty, as tables have it: 0.9586.
    [InlineData(20, 6, 0.95861)]
    // Too few for 95 %: what the outermost cover is said.
    [InlineData(5, 1, 1 - (2 / 32.0))]
    [InlineData(2, 1, 0.5)]
    [InlineData(1, 1, 0)]
    public void The_interval_lies_between_the_values_that_the_binomial_asks_for(int count, int rank, double coverage)
    {
        var (actual, covered) = Estimate.Ranks(count);
        Assert.Equal(rank, actual);
        Assert.Equal(coverage, covered, tolerance: 0.00001);
    }

    [Fact]
    public void An_estimate_is_the_median_between_the_third_and_the_tenth_of_twelve()
    {
        var estimate = Estimate.Of([12, 1, 11, 2, 10, 3, 9, 4, 8, 5, 1000, 6]);
        Assert.Equal((7, 3, 11, 12), (estimate.Median, estimate.Low, estimate.High, estimate.Count));
        Assert.Equal(0.961, estimate.Coverage, tolerance: 0.001);
    }

    [Fact]
    public void A_ratio_pairs_the_starts_and_a_half_weighs_as_much_as_a_double()
    {
        // Ratios 1/2, 2, 1/2, 2: their logarithms cancel out.
        Assert.Equal(1, Estimate.OfRatios([50, 200, 5, 20], [100, 100, 10, 10])!.Median, tolerance: 1e-9);

        // The second start was disturbed: both halves of the pair are a tenth, and the ratio is what it always was.
        var ratio = Estimate.OfRatios([50, 5, 60], [100, 10, 120])!;
        Assert.Equal((0.5, 0.5, 0.5), (ratio.Median, ratio.Low, ratio.High));
    }

    [Fact]
    public void A_pair_without_a_ratio_is_skipped() => Assert.Equal((2, 1), Estimate.OfRatios([4, 1], [2, 0]) is { } ratio ? (ratio.Median, ratio.Count) : default);

    [Fact]
    public void Starts_that_do_not_pair_up_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Estimate.OfRatios([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Estimate.Of([]));
        Assert.Null(Estimate.OfRatios([1], [0]));
    }

    [Theory]
    // The same build against itself within five percent: the margin is five percent.
    [InlineData(0.98, 1.03, 0.97, 1.04, nameof(Verdict.NoDifference))]
    [InlineData(0.98, 1.03, 0.90, 1.10, nameof(Verdict.Undecided))]
    [InlineData(0.98, 1.03, 0.80, 0.97, nameof(Verdict.Less))]
    [InlineData(0.98, 1.03, 1.01, 1.20, nameof(Verdict.More))]
    // Below 1 altogether, and too near to it to matter.
    [InlineData(0.98, 1.03, 0.96, 0.99, nameof(Verdict.NoDifference))]
    // The same build differs from itself by a fifth: less than that is no difference.
    [InlineData(0.95, 1.20, 0.85, 1.15, nameof(Verdict.NoDifference))]
    public void No_difference_is_an_interval_within_the_margin_and_not_one_that_holds_1(double sameLow, double sameHigh, double low, double high, string verdict) =>
        Assert.Equal(verdict, Margin.From(new Estimate(1, sameLow, sameHigh, 0.96, 12)).Of(new Estimate(1, low, high, 0.96, 12)).ToString());

    [Fact]
    public void Over_each_pair_of_starts_every_contender_stands_equally_early_and_a_seed_repeats_the_order()
    {
        var orders = BlockOrder.Of(5, 12, seed: 7);

        Assert.All(orders, order => Assert.Equal([0, 1, 2, 3, 4], order.Order()));
        Assert.All(orders.Chunk(2), pair => Assert.Equal(pair[0].Reverse(), pair[1]));
        Assert.Equal(orders, BlockOrder.Of(5, 12, seed: 7));
        Assert.NotEqual(orders, BlockOrder.Of(5, 12, seed: 8));
        Assert.Equal(3, BlockOrder.Of(5, 3, seed: 7).Count);
    }
}
