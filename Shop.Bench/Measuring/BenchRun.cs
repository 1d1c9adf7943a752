using System.Runtime.InteropServices;
using Shop.Bench.Cost;
using Shop.Bench.Processes;
using Shop.Bench.Results;
using Shop.Bench.Running;
using Shop.Bench.Statistics;

namespace Shop.Bench.Measuring;

/// <summary>
/// One run from start to report. Its unit is the block: a contender is started anew, with an empty database server of its own,
/// warmed up, measured while nothing else is up, and stopped. Windows of one start have more in common than windows of two, so
/// what a run knows grows with starts and not with windows.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class BenchRun(BenchOptions options, TimeProvider time, IBenchProgress progress)
{
    private readonly Effort _effort = options.Effort;
    private readonly Plan _plan = new(options);
    private readonly List<Measurement> _measurements = [];
    private readonly List<StartUp> _startUps = [];
    private readonly List<Recovery> _recoveries = [];
    private readonly List<Outage> _outages = [];
    private readonly List<HopCount> _hops = [];
    private readonly List<WalCount> _wal = [];
    private readonly NoteTaker _notes = new(progress);
    private string _database = "";

    /// <summary>Runs.</summary>
    /// <param name="cancellationToken">Ends the run, and everything that it started.</param>
    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var prices = PriceList.Read(Path.Combine(AppContext.BaseDirectory, "Cost", "prices.json"));
        await using var telemetry = await TelemetrySink.StartAsync(cancellationToken);
        (string Name, Func<int, Task> RunAsync)[] contenders =
        [
            .. _plan.Contenders().Select(definition => (definition.Name, (Func<int, Task>)(start => RunShapeAsync(definition, start, telemetry, cancellationToken)))),
            .. options.Parts.Contains("access") ? [("tokens", start => RunAccessAsync(start, cancellationToken))] : ((string, Func<int, Task>)[])[],
        ];
        var orders = BlockOrder.Of(contenders.Length, _effort.Starts, options.Seed);
        _notes.Note($"The order of the blocks comes from the seed {options.Seed}: --seed {options.Seed} gives the same.");
        for (var start = 1; start <= _effort.Starts; start++)
        {
            foreach (var index in orders[start - 1])
            {
                _notes.Phase($"Start {start} of {_effort.Starts}: {contenders[index].Name}");
                await contenders[index].RunAsync(start);
            }
        }
        var machine = new MachineInfo(
            Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(1024, 3),
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, _database);
        var run = new RunInfo(started, (time.GetUtcNow() - started).TotalSeconds, _effort.Name, _effort.Starts, _effort.Windows, options.Seed,
            _effort.Window.TotalSeconds, _effort.WarmUp.TotalSeconds);
        return new BenchReport(machine, run, _measurements, _startUps, _recoveries, _outages, _hops, _wal, prices, _notes.Notes);
    }

    private async Task RunShapeAsync(ShapeDefinition definition, int start, TelemetrySink telemetry, CancellationToken cancellationToken)
    {
        ShapeLoad started;
        try
        {
            started = await ShapeLoad.StartAsync(definition, telemetry, time, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !Plan.IsOneOfTheFour(definition))
        {
            // A variant is an aside: the minutes of measurement before it must not be lost with it.
            _notes.Note($"Warning: {definition.Name} did not start and was not measured: {e.Message.Split('\n')[0]}");
            return;
        }
        await using var load = started;
        var extras = start > _effort.Starts - _effort.Extras;
        _startUps.Add(new StartUp(definition.Name, Math.Round(load.Shape.StartTime.TotalSeconds, 2), ProcessMemory.Of(load.Shape.Processes())));
        _database = await load.Shape.ServerVersionAsync(cancellationToken);
        await load.WarmUpAsync(_effort.WarmUp, cancellationToken);
        await load.Shape.CheckpointAsync(cancellationToken);
        await MeasureAsync(_plan.Windows(load, extras), start, cancellationToken);
        if (definition == ShapeDefinition.Services && options.Parts.Contains("floors"))
        {
            await using var floors = await FloorSet.StartAsync(load.Shape, time, _notes, cancellationToken);
            await load.Shape.CheckpointAsync(cancellationToken);
            await MeasureAsync(_plan.Windows(floors), start, cancellationToken);
        }
        if (!Plan.IsOneOfTheFour(definition) || definition == ShapeDefinition.ServicesAgain)
            return;
        if (start == 1 && options.Parts.Contains("checkout"))
            _hops.AddRange(await new HopRun(load, telemetry, time).CountAsync(_notes, cancellationToken));
        if (!extras)
            return;
        if (options.Parts.Contains("checkout"))
            _wal.Add(await new WalRun(load, time).CountAsync(_effort.BusyClients, _effort.Window, cancellationToken));
        if (options.Parts.Contains("isolation") && definition != ShapeDefinition.MonolithSteps)
            await KillAsync(load, start, cancellationToken);
    }

    private async Task RunAccessAsync(int start, CancellationToken cancellationToken)
    {
        await using var access = await AccessRun.StartAsync(time, cancellationToken);
        foreach (var window in access.Windows(_effort.BusyClients, _effort.WarmUp / 2))
            await window.RunAsync(cancellationToken);
        await MeasureAsync(access.Windows(_effort.BusyClients, _effort.Window), start, cancellationToken);
    }

    private async Task MeasureAsync(IReadOnlyList<LoadWindow> windows, int start, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= _effort.Windows; number++)
        {
            foreach (var window in windows)
            {
                _notes.Window(window);
                await using var meter = new UsageMeter(window.Processes, time);
                var result = await window.RunAsync(cancellationToken);
                _measurements.Add(new Measurement(window.Scenario, window.Shape, window.Kind, window.Level, start, number, result, await meter.StopAsync()));
            }
        }
    }

    private async Task KillAsync(ShapeLoad load, int start, CancellationToken cancellationToken)
    {
        var faults = new FaultRun(load, time);
        _recoveries.AddRange(await faults.RecoverAsync(cancellationToken));
        if (start == _effort.Starts)
            _outages.AddRange(await faults.LosePaymentsAsync(TimeSpan.FromSeconds(Math.Max(1, Math.Min(10, 2 * _effort.Window.TotalSeconds))), cancellationToken));
    }
}
