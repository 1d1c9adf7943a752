using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>The shapes that are up, so that none is left behind however a run ends.</summary>
/// <param name="telemetry">Where their telemetry goes.</param>
/// <param name="time">The clock.</param>
internal sealed class ShapeSet(TelemetrySink telemetry, TimeProvider time) : IAsyncDisposable
{
    private readonly List<ShapeLoad> _loads = [];

    /// <summary>The shapes, in the order they were started.</summary>
    public IReadOnlyList<ShapeLoad> Loads => [.. _loads];

    /// <summary>Starts a shape.</summary>
    /// <param name="definition">What to start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ShapeLoad> StartAsync(ShapeDefinition definition, CancellationToken cancellationToken)
    {
        var shape = await RunningShape.StartAsync(definition, telemetry, time, cancellationToken);
        try
        {
            var load = await ShapeLoad.CreateAsync(shape, time, cancellationToken);
            _loads.Add(load);
            return load;
        }
        catch
        {
            await shape.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops a shape.</summary>
    /// <param name="load">The shape.</param>
    public async Task StopAsync(ShapeLoad load)
    {
        _loads.Remove(load);
        await load.Shape.DisposeAsync();
    }

    /// <summary>Stops all that are up.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_loads.Count > 0)
            await StopAsync(_loads[^1]);
    }
}
