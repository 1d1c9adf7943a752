using System.Globalization;
using Shop.Bench.Measuring;
using Spectre.Console;

namespace Shop.Bench;

/// <summary>Shows on the terminal how far a run is.</summary>
internal sealed class TerminalProgress : IBenchProgress
{
    private readonly ProgressContext _context;
    private ProgressTask? _task;
    private string _phase = "";

    private TerminalProgress(ProgressContext context) => _context = context;

    /// <summary>Runs something while its progress is shown.</summary>
    /// <typeparam name="T">What it results in.</typeparam>
    /// <param name="run">What to run.</param>
    public static Task<T> ShowAsync<T>(Func<IBenchProgress, Task<T>> run) => AnsiConsole.Progress()
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
        .StartAsync(async context =>
        {
            var progress = new TerminalProgress(context);
            var result = await run(progress);
            progress.Finish();
            return result;
        });

    /// <inheritdoc/>
    public void Phase(string what, int windows = 0)
    {
        Finish();
        _phase = what;
        _task = _context.AddTask(Markup.Escape(what), maxValue: Math.Max(1, windows));
        _task.IsIndeterminate = windows == 0;
    }

    /// <inheritdoc/>
    public void Window(LoadWindow window)
    {
        if (_task is null)
            return;
        _task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{_phase}: {window.Scenario}, {window.Level}"));
        _task.Increment(1);
    }

    /// <inheritdoc/>
    public void Note(string note) => AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]{note}[/]");

    private void Finish()
    {
        if (_task is null)
            return;
        _task.IsIndeterminate = false;
        _task.Value = _task.MaxValue;
        _task.StopTask();
    }
}
