using System.Globalization;
using Shop.Bench.Cost;
using Shop.Bench.Load;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What each shape costs a month, from its measured CPU and memory and the price list.</summary>
internal static class CostSection
{
    /// <summary>The rates that prices are worked out for, requests a second.</summary>
    public static readonly double[] Rates = [1, 100, 10_000];

    /// <summary>The share of checkouts in the mix that prices are worked out for.</summary>
    public const double CheckoutShare = RequestMaker.CheckoutShare;

    private static readonly string[] Compared = [Shapes.Monolith, Shapes.Services];

    /// <summary>Builds the section; null when the mix was not measured.</summary>
    public static Section? Build(Analysis analysis)
    {
        var shapes = MeasuredShapes(analysis);
        if (shapes.Length == 0)
            return null;
        var prices = analysis.Report.Prices;
        var model = new CostModel(prices);
        return new Section("Cost",
        [
            new Paragraph(string.Create(CultureInfo.InvariantCulture, $"For the mix of {Scenarios.Mix}, in {prices.Currency} a month. Containers: CPU so that an instance is busy {prices.Sizing.TargetUtilisation * 100:0} % on average, ")
                + string.Create(CultureInfo.InvariantCulture, $"in steps of {prices.Sizing.VcpuStep} vCPU up to {prices.Sizing.MaxVcpuPerInstance} an instance, memory in steps of {prices.Sizing.MemoryStepGib} GiB, never less than one instance of each process; ")
                + "PostgreSQL is in it as a container of its own. Not in it: the database's storage and backups, a standby, traffic and load balancers, logs, people. "
                + "One CPU of this machine is taken for one vCPU."),
            new Table(["A month at", .. Rates.Select(rate => $"{rate.ToString("#,0", CultureInfo.InvariantCulture)} req/s")],
                [.. prices.Containers.SelectMany(p => shapes.Select(s => Row($"{p.Name}: {s.Shape}", rate => model.MonthlyOnContainers(p, s.Demands, rate))))]),
            .. Outages(),
            new Table(["Prices of containers", "vCPU s", "GiB s", "as of", "source"],
                [.. prices.Containers.Select(c => (IReadOnlyList<string>)[c.Name, Plain(c.PerVcpuSecond), Plain(c.PerGibSecond), Day(c.Date), c.Source])],
                Folded: true),
        ]);

        IEnumerable<Block> Outages()
        {
            if (shapes.Length != Compared.Length)
                yield break;
            yield return new Paragraph("What the split costs more a month, and for how long a month it has to keep orders flowing while the monolith would be down before that is earned back, "
                + $"at an assumed margin of {Figures.Money(prices.Business.MarginPerOrder)} {prices.Currency} an order.");
            yield return new Table(["Extra cost and break-even", .. Rates.Select(rate => $"{rate.ToString("#,0", CultureInfo.InvariantCulture)} req/s")],
                [.. prices.Containers.Select(p => (IReadOnlyList<string>)[p.Name, .. Rates.Select(rate => EarnedBack(p, rate))])]);
        }

        string EarnedBack(ContainerPrice platform, double rate)
        {
            var extra = Extra(model, platform, shapes[1].Demands, shapes[0].Demands, rate);
            return $"{Figures.Money(extra)} in {Figures.Minutes(model.BreakEvenOutageMinutes(extra, rate * CheckoutShare))}";
        }
    }

    /// <summary>A month at each of <see cref="Rates"/>.</summary>
    public static IReadOnlyList<string> Row(string name, Func<double, decimal> price) => [name, .. Rates.Select(rate => Figures.Money(price(rate)))];

    /// <summary>The shapes that are compared, with what their processes use for a request of the mix.</summary>
    public static (string Shape, IReadOnlyList<ProcessDemand> Demands)[] MeasuredShapes(Analysis analysis) =>
        [.. Compared.Select(shape => (shape, analysis.Demands(Scenarios.Mix, shape, analysis.BusyClients(Scenarios.Mix)))).Where(s => s.Item2.Count > 0)];

    /// <summary>A price in full.</summary>
    public static string Plain(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    /// <summary>A day.</summary>
    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>When the split has paid for what it costs more, in sentences.</summary>
    public static IEnumerable<string> BreakEven(Analysis analysis)
    {
        var shapes = MeasuredShapes(analysis).ToDictionary(s => s.Shape);
        if (!shapes.TryGetValue(Shapes.Monolith, out var whole) || !shapes.TryGetValue(Shapes.Services, out var split))
            yield break;
        var prices = analysis.Report.Prices;
        var model = new CostModel(prices);
        const double rate = 100;
        foreach (var platform in prices.Containers.Take(1))
        {
            var extra = Extra(model, platform, split.Demands, whole.Demands, rate);
            yield return $"At {rate} requests a second the split costs {Figures.Money(extra)} {prices.Currency} a month more on {platform.Name}: "
                + $"it has paid for itself once it keeps orders flowing for {Figures.Minutes(model.BreakEvenOutageMinutes(extra, rate * CheckoutShare))} a month in which the monolith would be down "
                + $"(at a margin of {Figures.Money(prices.Business.MarginPerOrder)} {prices.Currency} an order, an assumption).";
        }
    }

    private static decimal Extra(
        CostModel model, ContainerPrice platform, IReadOnlyList<ProcessDemand> split, IReadOnlyList<ProcessDemand> whole, double rate) =>
        model.MonthlyOnContainers(platform, split, rate) - model.MonthlyOnContainers(platform, whole, rate);
}
