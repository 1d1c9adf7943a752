using System.Globalization;
using Shop.Bench.Processes;
using Spectre.Console;

namespace Shop.Bench.Running;

/// <summary>A shape that is started as it is measured and kept up for somebody else's load tool or profiler.</summary>
internal static class HeldShape
{
    /// <summary>Starts the shape, says where it is, and stops it when asked to.</summary>
    /// <param name="definition">The shape.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopped">Ends it.</param>
    public static async Task RunAsync(ShapeDefinition definition, TimeProvider time, CancellationToken stopped)
    {
        await using var telemetry = await TelemetrySink.StartAsync(stopped);
        await using var shape = await RunningShape.StartAsync(definition, telemetry, time, stopped);

        AnsiConsole.MarkupLineInterpolated($"[bold]{definition.Name}[/]");
        foreach (var (path, target) in (IEnumerable<(string, Load.HttpTarget)>)
            [("/products", shape.ProductTarget), ("/orders", shape.OrderTarget), ("/payments", shape.PaymentTarget)])
        {
            AnsiConsole.MarkupLineInterpolated($"{new Uri(target.Address, path)}");
        }
        foreach (var process in shape.Processes().Where(process => process.Role != ProcessRole.Generator))
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{process.Name}: process {process.ProcessId}");
        AnsiConsole.MarkupLineInterpolated($"Authorization: {shape.Authorization}");
        AnsiConsole.MarkupLine("Ctrl+C stops it.");

        var asked = new TaskCompletionSource();
        await using (stopped.Register(asked.SetResult))
            await asked.Task;
    }
}
