using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line of console output.</summary>
/// <param name="LineNumber">Counts from 1 for each resource instance.</param>
/// <param name="Content">The line, with the time (UTC, ISO 8601) in front.</param>
/// <param name="IsErrorMessage">Whether it came from standard error.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>Console output of the resources: the last lines, and those to come.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;

    /// <summary>Creates the service.</summary>
    public ResourceLoggerService()
        : this(TimeProvider.System)
    {
    }

    internal ResourceLoggerService(TimeProvider time) => _time = time;

    /// <summary>A logger that writes to the console output of a resource.</summary>
    /// <param name="resource">The resource.</param>
    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ResourceLogger(InstancesAnnotation.IdsOf(resource).Select(Log).ToArray());
    }

    /// <summary>A logger that writes to the console output of a resource instance.</summary>
    /// <param name="resourceName">The instance.</param>
    public ILogger GetLogger(string resourceName) => new ResourceLogger([Log(resourceName)]);

    /// <summary>The last lines and those to come, of all instances.</summary>
    /// <param name="resource">The resource.</param>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return WatchManyAsync(InstancesAnnotation.IdsOf(resource).Select(Log).ToArray(), CancellationToken.None);
    }

    /// <summary>The last lines and those to come.</summary>
    /// <param name="resourceName">The instance.</param>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => WatchManyAsync([Log(resourceName)], CancellationToken.None);

    /// <summary>The last lines; does not wait for more.</summary>
    /// <param name="resource">The resource.</param>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return InstancesAnnotation.IdsOf(resource).Select(id => Log(id).Snapshot()).ToAsyncEnumerable();
    }

    /// <summary>The last lines; does not wait for more.</summary>
    /// <param name="resourceName">The instance.</param>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) =>
        new[] { Log(resourceName).Snapshot() }.ToAsyncEnumerable();

    /// <summary>Ends all watches of a resource.</summary>
    /// <param name="resource">The resource.</param>
    public void Complete(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var id in InstancesAnnotation.IdsOf(resource))
            Complete(id);
    }

    /// <summary>Ends all watches of a resource instance.</summary>
    /// <param name="name">The instance.</param>
    public void Complete(string name) => Log(name).Complete();

    /// <summary>Forgets the last lines.</summary>
    /// <param name="resourceName">The instance.</param>
    public void ClearBacklog(string resourceName) => Log(resourceName).Clear();

    /// <summary>Ends all watches.</summary>
    public void Dispose()
    {
        foreach (var log in _logs.Values)
            log.Complete();
        GC.SuppressFinalize(this);
    }

    internal ResourceLog Log(string resourceId) => _logs.GetOrAdd(resourceId, _ => new(_time));

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchManyAsync(
        ResourceLog[] logs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<IReadOnlyList<LogLine>>();
        var open = logs.Length;
        var subscriptions = logs.Select(log => log.Subscribe(
            lines => channel.Writer.TryWrite(lines),
            () =>
            {
                if (Interlocked.Decrement(ref open) == 0)
                    channel.Writer.TryComplete();
            })).ToList();
        try
        {
            await foreach (var lines in channel.Reader.ReadAllAsync(cancellationToken))
                yield return lines;
        }
        finally
        {
            subscriptions.ForEach(s => s.Dispose());
        }
    }

    private sealed class ResourceLogger(ResourceLog[] logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var text = formatter(state, exception) + (exception is null ? "" : string.Create(CultureInfo.InvariantCulture, $"\n{exception}"));
            foreach (var log in logs)
            {
                foreach (var line in text.Split('\n'))
                    log.Append(line.TrimEnd('\r'), logLevel >= LogLevel.Error);
            }
        }
    }
}
