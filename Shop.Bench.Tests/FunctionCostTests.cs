using Shop.Bench.Cost;

namespace Shop.Bench.Tests;

/// <summary>Every figure is worked out by hand, for a month of 2,628,000 seconds.</summary>
public sealed class FunctionCostTests
{
    private const long Gib = 1024L * 1024 * 1024;

    // 0.2 a million requests, 10 a million GiB-seconds, a vCPU with 1 GiB, by the millisecond.
    private static readonly ListPrice Memory = new(
        0.0000002m, 1_000_000, 0, 0, 0.00001m, 0, 0.25m, 1, 0.001m, 0.001m, 1, "test", new DateOnly(2026, 1, 1));

    // 0.4 a million requests, 20 a million vCPU-seconds, 2 a million GiB-seconds, by the tenth of a second.
    private static readonly ListPrice Shared = new(
        0.0000004m, 0, 0.00002m, 0, 0.000002m, 0, 0.25m, null, 0.1m, 0.1m, 10, "test", new DateOnly(2026, 1, 1));

    [Fact]
    public void A_request_is_billed_for_its_wall_time_times_memory()
    {
        // 10 ms in 1 GiB, once a second: 1,628,000 requests beyond the free ones, 26,280 GiB-seconds.
        Assert.Equal((1.628m * 0.2m) + (0.02628m * 10), FunctionCost.AsListed(Memory, [Of(new ProcessWork("shop", 1, 0.010, 0.002, Gib))], 1), 6);
    }

    [Fact]
    public void Time_is_rounded_up_to_the_step_and_to_the_least_that_is_billed()
    {
        var work = Of(new ProcessWork("shop", 1, 0.0101, 0, Gib));
        Assert.Equal((1.628m * 0.2m) + (0.011m * 2.628m * 10), FunctionCost.AsListed(Memory, [work], 1), 6);
        Assert.Equal((1.628m * 0.2m) + (0.1m * 2.628m * 10), FunctionCost.AsListed(Memory with { MinBilledSeconds = 0.1m }, [work], 1), 6);
    }

    [Fact]
    public void A_quarter_of_a_cpu_takes_four_times_as_long_for_the_same_work()
    {
        // 10 ms, 4 of them CPU: 6 + 4 × 4 = 22 ms in a quarter of a GiB.
        Assert.Equal((1.628m * 0.2m) + (0.022m * 0.25m * 2.628m * 10), FunctionCost.AsListed(Memory, [Of(new ProcessWork("shop", 1, 0.010, 0.004, Gib / 4))], 1), 6);
    }

    [Fact]
    public void A_caller_pays_while_its_callee_works_and_while_that_works_slowly()
    {
        // The order takes 20 ms, 2 of them CPU, and calls the payment twice, 5 ms and 1 ms of CPU together; a quarter of a CPU each.
        var kind = Of(new ProcessWork("order", 1, 0.020, 0.002, Gib / 4), new ProcessWork("payment", 2, 0.005, 0.001, Gib / 4));

        // Payment: 5 + 3 × 1 = 8 ms in two calls of 4. Order: 20 + 3 × 2 + 3 × 1 = 29 ms. Three requests, (29 + 8) ms in a quarter of a GiB.
        Assert.Equal(3, FunctionCost.Invocations([kind]));
        Assert.Equal((((3 * 2.628m) - 1) * 0.2m) + (0.037m * 0.25m * 2.628m * 10), FunctionCost.AsListed(Memory, [kind], 1), 6);
    }

    [Theory]
    // 5 ms alone, billed as 100: one a second keeps an instance billed for a tenth of the time.
    [InlineData(1, 0.1)]
    // 100 a second always overlap in billed time: one instance.
    [InlineData(100, 1)]
    // 10,000 a second: 50 under way, ten share an instance; their CPU (1 ms each) needs ten.
    [InlineData(10_000, 10)]
    public void Requests_under_way_together_share_an_instance_as_far_as_its_cpu_goes(double rate, double instances)
    {
        var month = FunctionCost.AsListed(Shared, [Of(new ProcessWork("shop", 1, 0.005, 0.001, Gib / 2))], rate);
        Assert.Equal(((decimal)rate * 2.628m * 0.4m) + ((decimal)instances * 2.628m * (20 + (0.5m * 2))), month, 4);
    }

    [Fact]
    public void One_request_at_a_time_shares_nothing() =>
        Assert.Equal((100 * 2.628m * 0.4m) + (10 * 2.628m * 21),
            FunctionCost.AsListed(Shared with { Concurrency = 1 }, [Of(new ProcessWork("shop", 1, 0.005, 0.001, Gib / 2))], 100), 4);

    [Fact]
    public void What_is_free_a_month_is_free_once()
    {
        var price = Shared with { FreeVcpuSecondsPerMonth = 180_000, FreeGibSecondsPerMonth = 360_000, FreeRequestsPerMonth = 3_000_000 };

        // A tenth of an instance: 262,800 vCPU-seconds, of which 82,800 are paid for; 131,400 GiB-seconds and 2,628,000 requests are free.
        Assert.Equal(0.0828m * 20, FunctionCost.AsListed(price, [Of(new ProcessWork("shop", 1, 0.005, 0.001, Gib / 2))], 1), 6);
    }

    [Fact]
    public void Kinds_of_requests_count_by_their_share()
    {
        // Nine of ten take 10 ms, one 100 ms: 19 ms on average in 1 GiB.
        RequestKind[] kinds = [new(0.9, [new ProcessWork("shop", 1, 0.010, 0, Gib)]), new(0.1, [new ProcessWork("shop", 1, 0.100, 0, Gib)])];
        Assert.Equal((1.628m * 0.2m) + (0.019m * 2.628m * 10), FunctionCost.AsListed(Memory, kinds, 1), 6);
    }

    [Theory]
    [InlineData(0.1, 1, 0)]
    [InlineData(1, 1, 6.512)]
    [InlineData(100, 1, 1047.2)]
    [InlineData(1, 3, 27.536)]
    public void The_article_bills_every_hop_beyond_the_free_ones_whatever_it_does(double rate, double hops, double month) =>
        Assert.Equal((decimal)month, FunctionCost.ByTheArticle(
            new ArticlePrice(0.000004m, 1_000_000, "test", new DateOnly(2026, 1, 1)), [Of(new ProcessWork("shop", hops, 1, 1, Gib))], rate));

    private static RequestKind Of(params ProcessWork[] work) => new(1, work);
}
