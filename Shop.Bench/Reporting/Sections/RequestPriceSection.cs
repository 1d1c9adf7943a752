using System.Globalization;
using Shop.Bench.Cost;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What each shape costs on platforms that bill by the request: as their providers list it, beside what the article says.</summary>
internal static class RequestPriceSection
{
    private static readonly (string Scenario, double Share)[] Mix =
    [
        (Scenarios.Checkout, CostSection.CheckoutShare), (Scenarios.List, (1 - CostSection.CheckoutShare) / 2), (Scenarios.One, (1 - CostSection.CheckoutShare) / 2),
    ];

    /// <summary>Builds the section: the prices always, months where everything was measured that they depend on.</summary>
    public static Section Build(Analysis analysis)
    {
        var prices = analysis.Report.Prices;
        return new Section("Cost by the request",
        [
            new Sentences([.. Differences(prices)]),
            .. Months(analysis),
            new Table([$"Prices in {prices.Currency}", "by whom", "million requests", "free a month", "million vCPU s", "million GiB s", "free a month", "requests at a time", "as of", "source"],
                [.. prices.Functions.SelectMany(PriceRows)]),
        ]);
    }

    /// <summary>What the article says that providers ask beside what they do ask, in a sentence for each.</summary>
    /// <param name="prices">The prices.</param>
    public static IEnumerable<string> Differences(PriceList prices)
    {
        foreach (var (name, list, said) in prices.Functions)
        {
            if (said is null)
                continue;
            yield return $"{name}: the article says {Million(said.PerRequest)} {prices.Currency} a million requests, its provider lists {Million(list.PerRequest)}"
                + (list.PerVcpuSecond > 0 ? $", {Million(list.PerVcpuSecond)} a million vCPU-seconds" : "") + $" and {Million(list.PerGibSecond)} a million GiB-seconds"
                + (said.PerRequest == list.PerGibSecond ? ": the article has taken the price of a GiB-second for that of a request." : ".");
        }
    }

    /// <summary>The requests of the mix on a shape; null when a part of it was not measured.</summary>
    public static IReadOnlyList<RequestKind>? Kinds(Analysis analysis, string shape)
    {
        var kinds = new List<RequestKind>();
        foreach (var (scenario, share) in Mix)
        {
            var demands = analysis.Demands(scenario, shape, analysis.BusyClients(scenario)).ToDictionary(demand => demand.Name);
            var hops = analysis.Report.Hops.FirstOrDefault(h => h.Scenario == scenario && h.Shape == shape);
            if (hops is not { Parts.Count: > 0 } || hops.Parts.Any(part => !demands.ContainsKey(part.Process)))
                return null;
            kinds.Add(new RequestKind(share, [.. hops.Parts.Where(part => part.Invocations > 0).Select(part => new ProcessWork(
                part.Process, part.Invocations, part.WallSeconds, demands[part.Process].CpuSecondsPerRequest, demands[part.Process].PeakMemoryBytes))]));
        }
        return kinds;
    }

    private static IEnumerable<Block> Months(Analysis analysis)
    {
        var shapes = CostSection.MeasuredShapes(analysis).Select(s => (s.Shape, s.Demands, Kinds: Kinds(analysis, s.Shape)!)).Where(s => s.Kinds is not null).ToArray();
        if (shapes.Length == 0)
            yield break;
        var prices = analysis.Report.Prices;
        (string Name, Func<IReadOnlyList<RequestKind>, double, decimal> Month)[] tariffs =
        [
            .. prices.Functions.Select(f => (f.Name, (Func<IReadOnlyList<RequestKind>, double, decimal>)((kinds, rate) => FunctionCost.AsListed(f.List, kinds, rate)))),
            .. prices.Functions.Where(f => f.Article is not null)
                .Select(f => ($"{f.Name} (article)", (Func<IReadOnlyList<RequestKind>, double, decimal>)((kinds, rate) => FunctionCost.ByTheArticle(f.Article!, kinds, rate)))),
        ];
        yield return new Paragraph("A request is billed for as long as it takes, waiting included, times the memory of its process: a caller pays while its callee works, so three services pay for waiting. "
            + "Times are those of traces with one client, CPU and memory those of the busy shop. Where CPU comes with memory, a process with little memory works slower, and whoever waits for it pays for that too. "
            + "Where an instance takes several requests at a time, those under way together are billed once, as far as that number and one vCPU allow. "
            + $"Invocations for a request of the mix: {string.Join(", ", shapes.Select(s => $"{Figures.Count(FunctionCost.Invocations(s.Kinds))} in {s.Shape}"))}. "
            + "Not in it: the database, which has to run beside it, its storage, traffic, gateways, and cold starts.");
        yield return new Table(["A month at", .. CostSection.Rates.Select(rate => $"{rate.ToString("#,0", CultureInfo.InvariantCulture)} req/s")],
            [.. tariffs.SelectMany(t => shapes.Select(s => CostSection.Row($"{t.Name}: {s.Shape}", rate => t.Month(s.Kinds, rate))))]);
        yield return new Paragraph("Below this rate a platform that bills by the request is the cheaper one, above it containers are (these with their database).");
        var model = new CostModel(prices);
        yield return new Table(["Break-even, requests/s", .. prices.Containers.Select(c => $"against {c.Name}")],
            [.. tariffs.SelectMany(t => shapes.Select(s => (IReadOnlyList<string>)
                [$"{t.Name}: {s.Shape}", .. prices.Containers.Select(c => model.BreakEvenRate(rate => t.Month(s.Kinds, rate), c, s.Demands) is { } rate ? Figures.Of(rate) : "never")]))]);
    }

    private static IEnumerable<IReadOnlyList<string>> PriceRows(FunctionPrice price)
    {
        var list = price.List;
        yield return
        [
            price.Name, "provider", Million(list.PerRequest), Count(list.FreeRequestsPerMonth), list.PerVcpuSecond > 0 ? Million(list.PerVcpuSecond) : "with memory",
            Million(list.PerGibSecond), Count(list.FreeGibSecondsPerMonth), Count(list.Concurrency), CostSection.Day(list.Date), list.Source,
        ];
        if (price.Article is { } said)
            yield return [price.Name, "article", Million(said.PerRequest), Count(said.FreeRequestsPerMonth), "–", "–", "–", "–", CostSection.Day(said.Date), said.Source];
    }

    private static string Million(decimal each) => CostSection.Plain(each * 1_000_000);

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
