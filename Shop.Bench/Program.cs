using System.Runtime.InteropServices;
using Shop.Bench;
using Shop.Bench.Cost;
using Shop.Bench.Floors;
using Shop.Bench.Measuring;
using Shop.Bench.Reporting;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;
using Shop.Bench.Running;
using Spectre.Console;

if (args is [BareEndpoint.Mode])
{
    await BareEndpoint.RunAsync();
    return 0;
}
if (args is [GuardedEndpoint.Mode])
{
    await GuardedEndpoint.RunAsync();
    return 0;
}
if (args.Contains("--help"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n\n{BenchOptions.Usage}");
    return 2;
}

using var stopped = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

BenchReport report;
try
{
    if (options.Hold is { } shape)
    {
        await HeldShape.RunAsync(shape, TimeProvider.System, stopped.Token);
        return 0;
    }
    report = options.Redraw is { } earlier
        ? ReportJson.Read(await File.ReadAllTextAsync(earlier)) with { Prices = PriceList.Read(Path.Combine(AppContext.BaseDirectory, "Cost", "prices.json")) }
        : await TerminalProgress.ShowAsync(progress => new BenchRun(options, TimeProvider.System, progress).RunAsync(stopped.Token));
}
catch (OperationCanceledException) when (stopped.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped; no report was written.");
    return 130;
}

await ReportWriter.WriteAsync(report, options.Output);
if (options.Compare is { } before)
{
    foreach (var sentence in Comparison.Regressions(ReportJson.Read(await File.ReadAllTextAsync(before)), report))
        AnsiConsole.MarkupLineInterpolated($"• {sentence}");
}
foreach (var sentence in ReportWriter.Sections(report)[0].Blocks.OfType<Sentences>().SelectMany(block => block.Items))
    AnsiConsole.MarkupLineInterpolated($"• {sentence}");
AnsiConsole.MarkupLineInterpolated($"\nThe report: [link]{Path.GetFullPath(Path.Combine(options.Output, "report.html"))}[/]");
return 0;

void Stop(PosixSignalContext signal)
{
    // The shapes have to be stopped before the process may end.
    signal.Cancel = true;
    stopped.Cancel();
}
