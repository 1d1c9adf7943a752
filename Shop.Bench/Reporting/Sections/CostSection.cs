using System.Globalization;
using Shop.Bench.Cost;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What each shape costs a month, from its measured CPU and memory and the price list.</summary>
internal static class CostSection
{
    private static readonly double[] Rates = [1, 100, 10_000];
    private static readonly string[] Compared = [Shapes.Monolith, Shapes.Services];

    /// <summary>The share of checkouts in the mix that prices are worked out for.</summary>
    public const double CheckoutShare = 0.1;

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
                + "PostgreSQL is priced as a container of its own, without storage. Per-request platforms: every hop is a billed request; the database is not in their price. "
                + "One CPU of this machine is taken for one vCPU."),
            new Table(["A month at", .. Rates.Select(rate => $"{rate.ToString("#,0", CultureInfo.InvariantCulture)} req/s")],
                [.. prices.Containers.SelectMany(p => shapes.Select(s => Row($"{p.Name}: {s.Shape}", rate => model.MonthlyOnContainers(p, s.Demands, rate)))),
                 .. prices.Functions.SelectMany(p => shapes.Select(s => Row($"{p.Name}: {s.Shape}", rate => CostModel.MonthlyOnFunctions(p, s.Invocations, rate))))]),
            .. Outages(),
            new Paragraph("Below this rate a platform that bills by the request is the cheaper one, above it containers are."),
            new Table(["Break-even, requests/s", .. prices.Containers.Select(c => $"against {c.Name}")],
                [.. prices.Functions.SelectMany(f => shapes.Select(s => (IReadOnlyList<string>)
                    [$"{f.Name}: {s.Shape}", .. prices.Containers.Select(c => model.BreakEvenRate(f, s.Invocations, c, s.Demands) is { } rate ? Figures.Of(rate) : "never")]))]),
            new Table(["Prices", "CPU s", "GiB s", "request", "free a month", "as of", "source"],
                [.. prices.Containers.Select(c => (IReadOnlyList<string>)[c.Name, Plain(c.PerVcpuSecond), Plain(c.PerGibSecond), "–", "–", Day(c.Date), c.Source]),
                 .. prices.Functions.Select(f => (IReadOnlyList<string>)[f.Name, "–", "–", Plain(f.PerRequest), f.FreeRequestsPerMonth.ToString("#,0", CultureInfo.InvariantCulture), Day(f.Date), f.Source])],
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

        static IReadOnlyList<string> Row(string name, Func<double, decimal> price) => [name, .. Rates.Select(rate => Figures.Money(price(rate)))];
    }

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

    private static (string Shape, IReadOnlyList<ProcessDemand> Demands, double Invocations)[] MeasuredShapes(Analysis analysis) =>
        [.. Compared.Select(shape => (shape, analysis.Demands(Scenarios.Mix, shape, analysis.BusyClients(Scenarios.Mix)), Invocations(analysis, shape)))
            .Where(s => s.Item2.Count > 0)];

    // Browsing is handled by one process in every shape.
    private static double Invocations(Analysis analysis, string shape)
    {
        var checkout = analysis.Report.Hops.FirstOrDefault(h => h.Scenario == Scenarios.Checkout && h.Shape == shape)?.Invocations ?? 1;
        return (CheckoutShare * checkout) + (1 - CheckoutShare);
    }

    private static string Plain(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
