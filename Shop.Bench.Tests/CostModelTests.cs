using Shop.Bench.Cost;
using Shop.Bench.Reporting.Sections;

namespace Shop.Bench.Tests;

public sealed class CostModelTests
{
    private const long Gib = 1024L * 1024 * 1024;

    private static readonly PriceList Prices = new(
        "USD",
        [new ContainerPrice("containers", 0.00001m, 0.000001m, "test", new DateOnly(2026, 1, 1))],
        [],
        new ContainerSizing(TargetUtilisation: 0.5m, MaxVcpuPerInstance: 2, VcpuStep: 0.25m, MemoryStepGib: 0.5m),
        new BusinessAssumptions(MarginPerOrder: 2));

    private static readonly CostModel Model = new(Prices);

    [Theory]
    // 1 ms of CPU a request at half load: 0.002 vCPU at 1/s, 0.2 at 100/s, 20 at 10,000/s, of which one instance takes two.
    [InlineData(1, 1, 0.25)]
    [InlineData(100, 1, 0.25)]
    [InlineData(200, 1, 0.5)]
    [InlineData(10_000, 10, 2)]
    public void A_process_gets_the_cpu_that_its_rate_needs(double rate, int instances, double vcpuEach)
    {
        var plan = Model.Plan(new ProcessDemand("shop", 0.001, (long)(0.6 * Gib)), rate);
        Assert.Equal(new ContainerPlan("shop", instances, (decimal)vcpuEach, 1m), plan);
    }

    [Fact]
    public void A_month_of_containers_is_the_sum_of_their_seconds()
    {
        // Two processes of 0.25 vCPU and 0.5 GiB: 2 × 2,628,000 s × (0.25 × 0.00001 + 0.5 × 0.000001).
        var month = Model.MonthlyOnContainers(Prices.Containers[0],
            [new ProcessDemand("a", 0.001, Gib / 4), new ProcessDemand("b", 0.001, Gib / 4)], 1);
        Assert.Equal(2 * 2_628_000 * 0.000003m, month);
    }

    [Fact]
    public void Break_even_is_where_both_platforms_cost_the_same()
    {
        // Containers cost 7.884 a month here; 4 a million requests reach that at 1.971 million requests.
        var rate = Assert.NotNull(Model.BreakEvenRate(
            perSecond => (decimal)perSecond * CostModel.SecondsPerMonth * 0.000004m, Prices.Containers[0], [new("shop", 0.001, Gib / 4)]));

        Assert.Equal(1_971_000.0 / CostModel.SecondsPerMonth, rate, tolerance: 0.02 * rate);
    }

    [Fact]
    public void Containers_that_are_always_dearer_have_no_break_even() =>
        Assert.Null(Model.BreakEvenRate(_ => 0, Prices.Containers[0], [new ProcessDemand("shop", 0.001, Gib)]));

    [Theory]
    [InlineData(240, 1, 2)]
    [InlineData(-5, 1, 0)]
    public void The_split_has_paid_once_it_kept_enough_orders(double extra, double ordersPerSecond, double minutes) =>
        Assert.Equal(minutes, Model.BreakEvenOutageMinutes((decimal)extra, ordersPerSecond));

    [Fact]
    public void Without_orders_the_split_never_pays() => Assert.Null(Model.BreakEvenOutageMinutes(10, 0));

    [Fact]
    public void The_shipped_price_list_holds_the_articles_prices_beside_the_providers_each_with_its_source()
    {
        var shipped = PriceList.Read(Path.Combine(AppContext.BaseDirectory, "Cost", "prices.json"));

        Assert.Equal(
            [(0.000004m, 1_000_000L), (0.0000025m, 200_000L), (0.000005m, 1_000_000L)],
            shipped.Functions.Select(f => f.Article).OfType<ArticlePrice>().Select(said => (said.PerRequest, said.FreeRequestsPerMonth)));
        Assert.Equal(
            [(0.0000002m, 0m, 0.0000166667m), (0.0000004m, 0.000024m, 0.0000025m), (0.0000004m, 0.000024m, 0.0000025m), (0.0000002m, 0m, 0.000016m)],
            shipped.Functions.Select(f => (f.List.PerRequest, f.List.PerVcpuSecond, f.List.PerGibSecond)));
        Assert.All(shipped.Functions.SelectMany(f => new[] { f.List.Source, f.Article?.Source ?? "none said" }).Concat(shipped.Containers.Select(c => c.Source)), Assert.NotEmpty);
        Assert.All(shipped.Containers, c => Assert.True(c.PerVcpuSecond > 0 && c.PerGibSecond > 0));
    }

    [Fact]
    public void The_difference_between_article_and_provider_is_said_plainly()
    {
        string[] sentences = [.. RequestPriceSection.Differences(PriceList.Read(Path.Combine(AppContext.BaseDirectory, "Cost", "prices.json")))];

        Assert.Equal("AWS Lambda: the article says 4 USD a million requests, its provider lists 0.2 and 16.6667 a million GiB-seconds.", sentences[0]);
        Assert.EndsWith("lists 0.4, 24 a million vCPU-seconds and 2.5 a million GiB-seconds: the article has taken the price of a GiB-second for that of a request.", sentences[1], StringComparison.Ordinal);
        Assert.Equal(3, sentences.Length);
    }

    [Fact]
    public void A_price_list_that_lacks_a_part_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{ "currency": "USD", "containers": [] }""");
            Assert.Throws<System.Text.Json.JsonException>(() => PriceList.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
