using Shop.Bench.Results;
using Shop.Bench.Statistics;

namespace Shop.Bench.Measuring;

/// <summary>Who is measured in which scenario at which level.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="loads">The shapes.</param>
/// <param name="floors">What they are held against.</param>
internal sealed class Plan(BenchOptions options, IReadOnlyList<ShapeLoad> loads, FloorSet floors)
{
    private readonly Effort _effort = options.Effort;

    // Browsing is the same code in both monoliths.
    private IEnumerable<ShapeLoad> Browsers => loads.Where(load => load.Name != Shapes.MonolithSteps);

    /// <summary>The closed loops.</summary>
    public IReadOnlyList<Contender> ClosedLoops() => [.. _effort.Clients.SelectMany(ClosedLoops)];

    /// <summary>The open loops, at about half of what the slowest shape could do.</summary>
    /// <param name="closed">The measured closed loops.</param>
    public IReadOnlyList<Contender> OpenLoops(IReadOnlyList<Measurement> closed)
    {
        if (!options.Parts.Contains("latency"))
            return [];
        return [.. loads.Select(load => load.Open(Scenarios.Checkout, Rate(Scenarios.Checkout), 2 * _effort.Window)),
            .. Browsers.Select(load => load.Open(Scenarios.ListUncached, Rate(Scenarios.ListUncached), 2 * _effort.Window))];

        double Rate(string scenario)
        {
            var slowest = closed.Where(m => m.Scenario == scenario && m.Level.Equals(_effort.BusyClients) && loads.Any(load => load.Name == m.Shape))
                .GroupBy(m => m.Shape).Select(shape => Spread.Of(shape.Select(m => m.Result.Throughput)).Median).DefaultIfEmpty(200).Min();
            return RoundRate(slowest / 2);
        }
    }

    /// <summary>The next lower of 1, 2 or 5 times a power of ten: rates that can be compared between runs.</summary>
    /// <param name="rate">A rate per second.</param>
    public static double RoundRate(double rate)
    {
        if (rate < 1)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rate)));
        return (rate / power) switch { >= 5 => 5 * power, >= 2 => 2 * power, _ => power };
    }

    private IEnumerable<Contender> ClosedLoops(int clients)
    {
        var window = _effort.Window;
        var isBusy = clients == _effort.BusyClients || _effort == Effort.Full with { Rounds = _effort.Rounds };
        if (options.Parts.Contains("browse"))
        {
            // Few and many clients tell something about the database and the hops; for the rest a busy shop is enough.
            foreach (var scenario in isBusy ? (string[])[Scenarios.List, Scenarios.ListUncached, Scenarios.One] : [Scenarios.ListUncached])
            {
                foreach (var load in Browsers)
                    yield return load.Closed(scenario, clients, window);
            }
            foreach (var floor in isBusy ? floors.Browse(clients, window) : [])
                yield return floor;
        }
        if (options.Parts.Contains("checkout"))
        {
            foreach (var load in loads)
                yield return load.Closed(Scenarios.Checkout, clients, window);
            foreach (var floor in floors.Checkout(clients, window))
                yield return floor;
        }
        if (options.Parts.Contains("mix") && isBusy)
        {
            foreach (var load in loads)
                yield return load.Closed(Scenarios.Mix, clients, window);
        }
    }
}
