namespace Shop.Bench.Cost;

/// <summary>What one process of a shape uses for a request.</summary>
/// <param name="Name">The process.</param>
/// <param name="CpuSecondsPerRequest">CPU seconds for one request that enters the shop, averaged over its mix.</param>
/// <param name="PeakMemoryBytes">The most memory it was seen to use.</param>
internal sealed record ProcessDemand(string Name, double CpuSecondsPerRequest, long PeakMemoryBytes);

/// <summary>What a process has to be given to bear a rate.</summary>
/// <param name="Name">The process.</param>
/// <param name="Instances">How many instances.</param>
/// <param name="VcpuEach">Virtual CPUs of each.</param>
/// <param name="MemoryGibEach">Memory of each.</param>
internal sealed record ContainerPlan(string Name, int Instances, decimal VcpuEach, decimal MemoryGibEach);

/// <summary>From measured CPU and memory to money. A month is 730 hours, as the platforms' own calculators have it.</summary>
/// <param name="prices">The price list.</param>
internal sealed class CostModel(PriceList prices)
{
    /// <summary>Seconds in a month of 730 hours.</summary>
    public const long SecondsPerMonth = 730 * 3600;

    private const decimal BytesPerGib = 1024L * 1024 * 1024;

    /// <summary>What a process has to be given to bear a rate; never less than one instance of the least size.</summary>
    /// <param name="demand">What it uses for a request.</param>
    /// <param name="requestsPerSecond">The rate at which requests enter the shop.</param>
    public ContainerPlan Plan(ProcessDemand demand, double requestsPerSecond)
    {
        var sizing = prices.Sizing;
        var needed = (decimal)(demand.CpuSecondsPerRequest * requestsPerSecond) / sizing.TargetUtilisation;
        var instances = Math.Max(1, (int)Math.Ceiling(needed / sizing.MaxVcpuPerInstance));
        return new ContainerPlan(demand.Name, instances,
            RoundUp(needed / instances, sizing.VcpuStep),
            RoundUp(demand.PeakMemoryBytes / BytesPerGib, sizing.MemoryStepGib));
    }

    /// <summary>The monthly price of a shape on containers.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="demands">What each of its processes uses for a request.</param>
    /// <param name="requestsPerSecond">The rate at which requests enter the shop.</param>
    public decimal MonthlyOnContainers(ContainerPrice platform, IEnumerable<ProcessDemand> demands, double requestsPerSecond) =>
        demands.Select(demand => Plan(demand, requestsPerSecond)).Sum(plan => plan.Instances * SecondsPerMonth
            * ((plan.VcpuEach * platform.PerVcpuSecond) + (plan.MemoryGibEach * platform.PerGibSecond)));

    /// <summary>
    /// The rate at which a platform that bills by the request starts to cost more than containers. Below it, idle capacity is
    /// what one pays for; above it, each request.
    /// </summary>
    /// <param name="functions">A month on the platform that bills by the request, at a rate.</param>
    /// <param name="containers">The container platform.</param>
    /// <param name="demands">What each process uses for a request.</param>
    /// <returns>Requests per second, to within one percent; null when containers stay dearer up to a million a second.</returns>
    public double? BreakEvenRate(Func<double, decimal> functions, ContainerPrice containers, IReadOnlyList<ProcessDemand> demands)
    {
        const double highest = 1_000_000;
        if (!FunctionsCostMore(highest))
            return null;
        double below = 0, above = highest;
        while (above - below > 0.01 * above && above > 1e-6)
        {
            var middle = (below + above) / 2;
            (below, above) = FunctionsCostMore(middle) ? (below, middle) : (middle, above);
        }
        return above;

        bool FunctionsCostMore(double rate) => functions(rate) > MonthlyOnContainers(containers, demands, rate);
    }

    /// <summary>
    /// For how long a month an outage must be kept from the rest of the shop before the split has paid for what it costs more.
    /// </summary>
    /// <param name="extraPerMonth">What the split costs more in a month.</param>
    /// <param name="ordersPerSecond">The rate of orders that such an outage would lose.</param>
    /// <returns>Minutes a month; null when there are no orders to lose, zero when the split costs no more.</returns>
    public double? BreakEvenOutageMinutes(decimal extraPerMonth, double ordersPerSecond)
    {
        var lostPerMinute = (decimal)(ordersPerSecond * 60) * prices.Business.MarginPerOrder;
        return lostPerMinute <= 0 ? null : (double)(Math.Max(0, extraPerMonth) / lostPerMinute);
    }

    private static decimal RoundUp(decimal value, decimal step) => Math.Max(1, Math.Ceiling(value / step)) * step;
}
