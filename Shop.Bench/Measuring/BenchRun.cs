using System.Runtime.InteropServices;
using Shop.Bench.Cost;
using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>One run from start to report: the shapes come up, warm up, take turns, and are killed last.</summary>
/// <param name="options">What to measure.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class BenchRun(BenchOptions options, TimeProvider time, IBenchProgress progress)
{
    private static readonly ShapeDefinition[] Definitions = [ShapeDefinition.Services, ShapeDefinition.MonolithSteps, ShapeDefinition.Monolith];

    private readonly Effort _effort = options.Effort;
    private readonly List<Measurement> _measurements = [];
    private readonly List<StartUp> _startUps = [];
    private readonly List<Recovery> _recoveries = [];
    private readonly List<Outage> _outages = [];
    private readonly List<HopCount> _hops = [];
    private readonly NoteTaker _notes = new(progress);

    /// <summary>Runs.</summary>
    /// <param name="cancellationToken">Ends the run, and everything that it started.</param>
    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var prices = PriceList.Read(Path.Combine(AppContext.BaseDirectory, "Cost", "prices.json"));
        await using var telemetry = await TelemetrySink.StartAsync(cancellationToken);
        await using var shapes = new ShapeSet(telemetry, time);

        await StartAsync(shapes, cancellationToken);
        var loads = shapes.Loads;
        var database = await loads[0].Shape.ServerVersionAsync(cancellationToken);
        _notes.Phase("Warm-up");
        foreach (var load in loads)
            await load.WarmUpAsync(_effort.WarmUp, cancellationToken);

        await using (var floors = await FloorSet.StartAsync(loads[0].Shape, time, _notes, cancellationToken))
        {
            var plan = new Plan(options, loads, floors);
            await MeasureAsync("Throughput", plan.ClosedLoops(), cancellationToken);
            await MeasureAsync("Latency at a fixed rate", plan.OpenLoops(_measurements), cancellationToken);
        }
        if (options.Parts.Contains("checkout"))
            await CountHopsAsync(loads, telemetry, cancellationToken);
        if (options.Parts.Contains("telemetry"))
            await MeasureVariantsAsync(Scenarios.TelemetryPart, shapes, ShapeDefinition.WithoutTelemetry, cancellationToken);
        if (options.Parts.Contains("replicas"))
            await MeasureVariantsAsync(Scenarios.ReplicaPart, shapes, ShapeDefinition.WithReplicas, cancellationToken);
        if (options.Parts.Contains("pages"))
            await MeasurePagesAsync(shapes, cancellationToken);
        if (options.Parts.Contains("access"))
        {
            await using var access = await AccessRun.StartAsync(time, cancellationToken);
            await WarmUpAsync(access.Contenders(_effort.BusyClients, _effort.WarmUp), cancellationToken);
            await MeasureAsync("Tokens", access.Contenders(_effort.BusyClients, _effort.Window), cancellationToken);
        }
        if (options.Parts.Contains("isolation"))
            await KillAsync(loads, cancellationToken);

        var machine = new MachineInfo(
            Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(1024, 3),
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, database);
        var run = new RunInfo(started, (time.GetUtcNow() - started).TotalSeconds, _effort.Name, _effort.Rounds,
            _effort.Window.TotalSeconds, _effort.WarmUp.TotalSeconds);
        return new BenchReport(machine, run, _measurements, _startUps, _recoveries, _outages, _hops, prices, _notes.Notes);
    }

    private async Task StartAsync(ShapeSet shapes, CancellationToken cancellationToken)
    {
        var times = options.Parts.Contains("isolation") ? _effort.Starts : 1;
        for (var i = 1; i <= times; i++)
        {
            foreach (var definition in Definitions)
            {
                _notes.Phase($"Starting: {definition.Name}");
                var load = await shapes.StartAsync(definition, cancellationToken);
                _startUps.Add(new StartUp(definition.Name, Math.Round(load.Shape.StartTime.TotalSeconds, 2)));
                if (i < times)
                    await shapes.StopAsync(load);
            }
        }
    }

    private async Task MeasureAsync(string phase, IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        _notes.Phase(phase, contenders.Count * _effort.Rounds);
        _measurements.AddRange(await Rounds.RunAsync(contenders, _effort.Rounds, time, _notes, cancellationToken));
    }

    private async Task MeasureVariantsAsync(
        VariantPart part, ShapeSet shapes, IReadOnlyList<ShapeDefinition> variants, CancellationToken cancellationToken)
    {
        _notes.Phase($"Starting: {part.Name}");
        var originals = shapes.Loads.Where(load => part.Originals.Contains(load.Name)).ToArray();
        var extra = new List<ShapeLoad>();
        foreach (var variant in variants)
        {
            try
            {
                var load = await shapes.StartAsync(variant, cancellationToken);
                await load.WarmUpAsync(_effort.WarmUp, cancellationToken);
                extra.Add(load);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // A variant is an aside: the minutes of measurement before it must not be lost with it.
                _notes.Note($"Warning: {variant.Name} did not start and was not measured: {e.Message.Split('\n')[0]}");
            }
        }
        var clients = _effort.BusyClients;
        ShapeLoad[] all = [.. originals, .. extra];
        await MeasureAsync(part.Name,
            [.. part.Scenarios.SelectMany(scenario => all.Select(load => load.Closed(scenario, clients, _effort.Window) with { Scenario = part.Of(scenario) }))],
            cancellationToken);
        foreach (var load in extra)
            await shapes.StopAsync(load);
    }

    private async Task MeasurePagesAsync(ShapeSet shapes, CancellationToken cancellationToken)
    {
        foreach (var (definition, original) in ShapeDefinition.WithPages.Zip([Shapes.Services, Shapes.Monolith]))
        {
            _notes.Phase($"Starting: {definition.Name}");
            var load = await shapes.StartAsync(definition, cancellationToken);
            _startUps.Add(new StartUp(definition.Name, Math.Round(load.Shape.StartTime.TotalSeconds, 2)));
            var clients = _effort.BusyClients;
            // A page goes through more code than any other request, and is compiled later.
            await WarmUpAsync(load.Lists(original, clients, 3 * _effort.WarmUp), cancellationToken);
            await MeasureAsync("Pages", load.Lists(original, clients, _effort.Window), cancellationToken);
            await shapes.StopAsync(load);
        }
    }

    private static async Task WarmUpAsync(IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        foreach (var contender in contenders)
            await contender.RunAsync(cancellationToken);
    }

    private async Task CountHopsAsync(IReadOnlyList<ShapeLoad> loads, TelemetrySink telemetry, CancellationToken cancellationToken)
    {
        _notes.Phase("Hops and commits");
        foreach (var load in loads)
        {
            foreach (var scenario in (string[])[Scenarios.Checkout, Scenarios.List, Scenarios.One])
                _hops.Add(await new HopRun(load, telemetry, time).CountAsync(scenario, _notes, cancellationToken));
        }
    }

    private async Task KillAsync(IReadOnlyList<ShapeLoad> loads, CancellationToken cancellationToken)
    {
        foreach (var load in loads.Where(load => load.Name != Shapes.MonolithSteps))
        {
            _notes.Phase($"Killing: {load.Name}");
            var faults = new FaultRun(load, time);
            _recoveries.AddRange(await faults.RecoverAsync(_effort.Starts, cancellationToken));
            _outages.AddRange(await faults.LosePaymentsAsync(TimeSpan.FromSeconds(Math.Max(1, 3 * _effort.Window.TotalSeconds)), cancellationToken));
        }
    }
}
