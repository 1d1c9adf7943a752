using Shop.Bench.Statistics;

namespace Shop.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7, 7, 7)]
    [InlineData(new double[] { 3, 1, 2 }, 2, 1, 3)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5, 1, 4)]
    [InlineData(new double[] { 1, 1, 1, 1, 1000 }, 1, 1, 1000)]
    public void A_spread_is_the_median_with_every_round_between_its_ends(double[] rounds, double median, double min, double max) =>
        Assert.Equal(new Spread(median, min, max), Spread.Of(rounds));

    [Fact]
    public void A_ratio_pairs_the_rounds_before_it_sums_them_up()
    {
        // The second round was disturbed: both halves of the pair are a tenth, and the ratio is what it always was.
        var ratio = Spread.OfRatios([50, 5, 60], [100, 10, 120]);
        Assert.Equal(new Spread(0.5, 0.5, 0.5), ratio);
    }

    [Fact]
    public void A_pair_without_a_ratio_is_skipped() =>
        Assert.Equal(new Spread(2, 2, 2), Spread.OfRatios([4, 1], [2, 0]));

    [Fact]
    public void Rounds_that_do_not_pair_up_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Spread.OfRatios([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Spread.Of([]));
        Assert.Null(Spread.OfRatios([1], [0]));
    }
}
