using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Hosting;

/// <summary>Keeps what a host in the test's process logs, each entry as <c>Warning: what happened</c>.</summary>
/// <param name="from">The least that is kept.</param>
internal sealed class LogKeeper(LogLevel from) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>What was logged so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= from;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }

    public void Dispose()
    {
    }
}
