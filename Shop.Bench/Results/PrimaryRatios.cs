using Shop.Bench.Processes;

namespace Shop.Bench.Results;

/// <summary>A figure of a window.</summary>
/// <param name="Name">Its name and unit.</param>
/// <param name="Of">Reads it.</param>
/// <param name="MoreIsBetter">Which way it gets better.</param>
internal sealed record Figure(string Name, Func<Measurement, double> Of, bool MoreIsBetter)
{
    /// <summary>Requests answered as asked, a second.</summary>
    public static Figure PerSecond { get; } = new("a second", m => m.Result.Throughput, true);

    /// <summary>The median of the time to an answer.</summary>
    public static Figure MedianLatency { get; } = new("p50, ms", m => m.Result.Latency.P50, false);

    /// <summary>CPU that a request takes of the shop and its database, the load generator's not counted.</summary>
    public static Figure Cpu { get; } = new(
        "CPU ms a request", m => m.Result.Succeeded > 0 ? 1000 * m.Usage.Where(u => u.Role != ProcessRole.Generator).Sum(u => u.CpuSeconds) / m.Result.Succeeded : 0, false);
}

/// <summary>A ratio of two shapes.</summary>
/// <param name="Scenario">What is requested.</param>
/// <param name="Shape">Whose figure is above.</param>
/// <param name="Against">Whose figure is below.</param>
/// <param name="Figure">The figure.</param>
/// <param name="AloneOrBusy">One client, or as many as keep a shape busy.</param>
internal sealed record PrimaryRatio(string Scenario, string Shape, string Against, Figure Figure, Clients AloneOrBusy);

/// <summary>How many clients.</summary>
internal enum Clients
{
    /// <summary>One.</summary>
    Alone,

    /// <summary>As many as keep a shape busy.</summary>
    Busy,
}

/// <summary>
/// The ratios that a run is made for, named before it: the more ratios one looks at, the more of them leave their interval by
/// chance. Whatever else a report shows is there to explain these.
/// </summary>
internal static class PrimaryRatios
{
    /// <summary>The ratios.</summary>
    public static IReadOnlyList<PrimaryRatio> All { get; } =
    [
        new(Scenarios.Checkout, Shapes.Services, Shapes.Monolith, Figure.Cpu, Clients.Busy),
        new(Scenarios.Checkout, Shapes.Services, Shapes.MonolithSteps, Figure.Cpu, Clients.Busy),
        new(Scenarios.Checkout, Shapes.Services, Shapes.Monolith, Figure.PerSecond, Clients.Busy),
        new(Scenarios.Checkout, Shapes.Services, Shapes.MonolithSteps, Figure.PerSecond, Clients.Busy),
        new(Scenarios.Checkout, Shapes.Services, Shapes.MonolithSteps, Figure.MedianLatency, Clients.Alone),
        new(Scenarios.ListUncached, Shapes.Services, Shapes.Monolith, Figure.PerSecond, Clients.Busy),
    ];
}
