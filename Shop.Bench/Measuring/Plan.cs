using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>Which shapes are started, and in which windows each is measured.</summary>
/// <param name="options">What was asked for.</param>
internal sealed class Plan(BenchOptions options)
{
    // Fixed beforehand, so that runs can be compared; a shape that cannot keep up has no latency at that rate, and the report says so.
    private const double CheckoutsPerSecond = 500;
    private const double ListsPerSecond = 1000;

    private static readonly string[] PartsOfTheFour = ["browse", "checkout", "mix", "latency", "floors", "isolation", "replicas", "telemetry"];
    private static readonly ShapeDefinition[] TheFour = [ShapeDefinition.Services, ShapeDefinition.ServicesAgain, ShapeDefinition.MonolithSteps, ShapeDefinition.Monolith];

    private readonly Effort _effort = options.Effort;

    /// <summary>The shapes, each of them a contender that is started anew in each block.</summary>
    public IReadOnlyList<ShapeDefinition> Contenders() =>
    [
        .. options.Parts.Overlaps(PartsOfTheFour) ? TheFour : [],
        .. Has("telemetry") ? ShapeDefinition.WithoutTelemetry : [],
        .. Has("replicas") ? ShapeDefinition.WithReplicas : [],
        .. Has("pages") ? ShapeDefinition.WithPages : [],
    ];

    /// <summary>Whether a contender is one of the four that every run is about, and not an aside.</summary>
    public static bool IsOneOfTheFour(ShapeDefinition definition) => TheFour.Contains(definition);

    /// <summary>The windows of a shape.</summary>
    /// <param name="load">The shape, up.</param>
    /// <param name="extras">Whether windows are wanted that no primary ratio needs.</param>
    public IReadOnlyList<LoadWindow> Windows(ShapeLoad load, bool extras)
    {
        var definition = load.Shape.Definition;
        if (definition.Pages)
            return load.Lists(_effort.BusyClients, _effort.Window);
        var closed = (IsOneOfTheFour(definition) ? ClosedLoops(definition, extras) : [(Scenarios.ListUncached, _effort.BusyClients), (Scenarios.Checkout, _effort.BusyClients)])
            .Distinct().Select(window => load.Closed(window.Item1, window.Item2, _effort.Window));
        return [.. closed, .. OpenLoops(load)];
    }

    /// <summary>The windows of the floors, on the database server of a shape that is idle meanwhile.</summary>
    /// <param name="floors">The floors, up.</param>
    public IReadOnlyList<LoadWindow> Windows(FloorSet floors) =>
    [
        .. Has("browse") ? floors.Browse(_effort.BusyClients, _effort.Window) : [],
        .. Has("checkout") ? _effort.Clients.SelectMany(clients => floors.Checkout(clients, _effort.Window)) : [],
    ];

    private bool Has(string part) => options.Parts.Contains(part);

    private IEnumerable<(string Scenario, int Clients)> ClosedLoops(ShapeDefinition definition, bool extras)
    {
        var busy = _effort.BusyClients;
        // The same build again is there for the primary ratios; browsing is the same code in both monoliths.
        var isWhole = definition != ShapeDefinition.ServicesAgain && definition != ShapeDefinition.MonolithSteps;
        if (Has("checkout"))
        {
            // Most clients first: a single one compiles the least, and would measure what is not compiled yet.
            foreach (var clients in _effort.Clients.Reverse())
                yield return (Scenarios.Checkout, clients);
        }
        if (Has("telemetry") || Has("replicas"))
        {
            yield return (Scenarios.Checkout, busy);
            yield return (Scenarios.ListUncached, busy);
        }
        if (Has("browse") && definition != ShapeDefinition.MonolithSteps)
        {
            foreach (var clients in _effort.IsFull && isWhole ? _effort.Clients : [busy])
                yield return (Scenarios.ListUncached, clients);
            if (isWhole && extras)
            {
                yield return (Scenarios.List, busy);
                yield return (Scenarios.One, busy);
            }
        }
        if (Has("mix") && isWhole && extras)
            yield return (Scenarios.Mix, busy);
    }

    private IEnumerable<LoadWindow> OpenLoops(ShapeLoad load)
    {
        var definition = load.Shape.Definition;
        if (!Has("latency") || !IsOneOfTheFour(definition) || definition == ShapeDefinition.ServicesAgain)
            yield break;
        yield return load.Open(Scenarios.Checkout, CheckoutsPerSecond, _effort.Window);
        if (definition != ShapeDefinition.MonolithSteps)
            yield return load.Open(Scenarios.ListUncached, ListsPerSecond, _effort.Window);
    }
}
