namespace Shop.Bench.Cost;

/// <summary>What one process does for a request of one kind, averaged.</summary>
/// <param name="Process">The process.</param>
/// <param name="Invocations">How often it is called.</param>
/// <param name="WallSeconds">How long its calls take altogether, the time in which it waits for others included.</param>
/// <param name="CpuSeconds">The CPU it uses itself.</param>
/// <param name="PeakMemoryBytes">The most memory it was seen to use.</param>
internal sealed record ProcessWork(string Process, double Invocations, double WallSeconds, double CpuSeconds, long PeakMemoryBytes);

/// <summary>Requests of one kind.</summary>
/// <param name="Share">Their share of all requests, 0 to 1.</param>
/// <param name="Work">What each process does for one. The one that takes longest is the one that waits for the others.</param>
internal sealed record RequestKind(double Share, IReadOnlyList<ProcessWork> Work);

/// <summary>What requests cost on platforms that bill by the request: wall time × memory, and CPU where that is billed for itself.</summary>
internal static class FunctionCost
{
    private const double BytesPerGib = 1024L * 1024 * 1024;

    /// <summary>A month at the article's price: so much a request, whatever it does.</summary>
    /// <param name="price">What the article says.</param>
    /// <param name="kinds">The requests.</param>
    /// <param name="requestsPerSecond">The rate at which they enter the shop.</param>
    public static decimal ByTheArticle(ArticlePrice price, IReadOnlyList<RequestKind> kinds, double requestsPerSecond) =>
        Beyond(price.FreeRequestsPerMonth, Invocations(kinds) * requestsPerSecond * CostModel.SecondsPerMonth) * price.PerRequest;

    /// <summary>A month as the provider lists it.</summary>
    /// <param name="price">The provider's prices.</param>
    /// <param name="kinds">The requests.</param>
    /// <param name="requestsPerSecond">The rate at which they enter the shop.</param>
    public static decimal AsListed(ListPrice price, IReadOnlyList<RequestKind> kinds, double requestsPerSecond)
    {
        double vcpuSeconds = 0, gibSeconds = 0;
        foreach (var calls in kinds.SelectMany(kind => Calls(price, kind, requestsPerSecond)).GroupBy(call => call.Process))
        {
            var busy = BusyInstances(price, [.. calls]) * CostModel.SecondsPerMonth;
            vcpuSeconds += busy * calls.Max(call => call.Vcpu);
            gibSeconds += busy * calls.Max(call => call.MemoryGib);
        }
        return (Beyond(price.FreeRequestsPerMonth, Invocations(kinds) * requestsPerSecond * CostModel.SecondsPerMonth) * price.PerRequest)
            + (Beyond(price.FreeVcpuSecondsPerMonth, vcpuSeconds) * price.PerVcpuSecond)
            + (Beyond(price.FreeGibSecondsPerMonth, gibSeconds) * price.PerGibSecond);
    }

    /// <summary>Calls of processes for a request that enters the shop, averaged over its kinds: each is a billed request.</summary>
    /// <param name="kinds">The requests.</param>
    public static double Invocations(IEnumerable<RequestKind> kinds) => kinds.Sum(kind => kind.Share * kind.Work.Sum(work => work.Invocations));

    private static IEnumerable<Call> Calls(ListPrice price, RequestKind kind, double requestsPerSecond)
    {
        var waits = kind.Work.MaxBy(work => work.WallSeconds);
        var sized = kind.Work.Select(work => (Work: work, Memory: RoundUp(work.PeakMemoryBytes / BytesPerGib, price.MemoryStepGib))).ToArray();
        // Less than a whole CPU makes the same work take longer, and whoever waits for it pays for that too.
        var slower = sized.Select(s => s.Work.CpuSeconds * ((1 / Math.Min(1, Vcpu(s.Memory))) - 1)).ToArray();
        for (var i = 0; i < sized.Length; i++)
        {
            var (work, memory) = sized[i];
            var wall = (work.WallSeconds + (work == waits ? slower.Sum() : slower[i])) / work.Invocations;
            yield return new Call(work.Process, requestsPerSecond * kind.Share * work.Invocations, wall,
                Math.Max((double)price.MinBilledSeconds, RoundUp(wall, price.BilledStepSeconds)), work.CpuSeconds / work.Invocations, memory, Vcpu(memory));
        }

        double Vcpu(double memory) => price.GibPerVcpu is { } gib ? memory / (double)gib : 1;
    }

    // Instances of a process that are billed at any moment. One request at a time: as many as there are calls under way. Several
    // at a time: calls that overlap are billed once, as far as concurrency and CPU let them share an instance.
    private static double BusyInstances(ListPrice price, Call[] calls)
    {
        var alone = calls.Sum(call => call.PerSecond * call.BilledSeconds);
        return price.Concurrency == 1 ? alone : new[]
        {
            Math.Min(1, alone),
            calls.Sum(call => call.PerSecond * call.WallSeconds) / price.Concurrency,
            calls.Sum(call => call.PerSecond * call.CpuSeconds / call.Vcpu),
        }.Max();
    }

    private static decimal Beyond(decimal free, double used) => Math.Max(0, (decimal)used - free);

    private static double RoundUp(double value, decimal step) => (double)(Math.Max(1, Math.Ceiling((decimal)value / step)) * step);

    private sealed record Call(
        string Process, double PerSecond, double WallSeconds, double BilledSeconds, double CpuSeconds, double MemoryGib, double Vcpu);
}
