using Microsoft.Extensions.Logging;

namespace Shop.Tests.Browser;

/// <summary>Reads the AppHost's console as a person does who looks for the link to the dashboard.</summary>
internal sealed class PrintedLink : ILoggerProvider, ILogger
{
    private const string Before = "Login to the dashboard at ";

    private readonly TaskCompletionSource<Uri> _printed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The link, once it is printed.</summary>
    public Task<Uri> Printed => _printed.Task;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && formatter(state, exception) is var line && line.StartsWith(Before, StringComparison.Ordinal))
            _printed.TrySetResult(new Uri(line[Before.Length..]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
