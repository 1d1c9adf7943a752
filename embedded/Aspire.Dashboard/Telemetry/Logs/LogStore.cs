using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>
/// Log records, one queue a resource. When a limit is reached, the resource with the most loses its oldest record, so that
/// a noisy resource only pushes out its own.
/// </summary>
internal sealed class LogStore(TelemetryLimits limits, DropCounters drops)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TelemetryResource, ResourceLogs> _resources = [];
    private int _count;
    private long _bytes;
    private long _lastSequence;
    private LogEntry[]? _sorted = [];

    internal void Add(IReadOnlyList<LogEntry> entries)
    {
        lock (_lock)
        {
            _sorted = null;
            foreach (var entry in entries)
            {
                entry.Sequence = ++_lastSequence;
                if (!_resources.TryGetValue(entry.Resource, out var logs))
                    _resources.Add(entry.Resource, logs = new ResourceLogs());
                logs.Enqueue(entry);
                _count++;
                _bytes += entry.EstimatedBytes;
                while (_count > limits.MaxLogCount)
                    EvictFrom(_resources.MaxBy(static pair => pair.Value.Entries.Count));
                while (_bytes > limits.MaxLogBytes)
                    EvictFrom(_resources.MaxBy(static pair => pair.Value.Bytes));
            }
        }
    }

    /// <summary>All records at one moment, by time; records of one time in the order of their arrival.</summary>
    internal LogEntry[] Snapshot()
    {
        LogEntry[] entries;
        lock (_lock)
        {
            if (_sorted is { } sorted)
                return sorted;
            entries = [.. _resources.Values.SelectMany(static logs => logs.Entries)];
        }
        // Sorting happens outside of the lock; whoever reads the same state meanwhile sorts a copy of its own.
        var newest = entries.Length == 0 ? 0 : entries.Max(static entry => entry.Sequence);
        Array.Sort(entries, static (a, b) => a.TimeNanos != b.TimeNanos ? a.TimeNanos.CompareTo(b.TimeNanos) : a.Sequence.CompareTo(b.Sequence));
        lock (_lock)
        {
            if (_sorted is null && newest == _lastSequence && entries.Length == _count)
                _sorted = entries;
        }
        return entries;
    }

    internal Page<LogEntry> Query(LogQuery query)
    {
        var matcher = new LogMatcher(query);
        var matches = new List<LogEntry>();
        foreach (var entry in Snapshot())
        {
            if (matcher.Matches(entry))
                matches.Add(entry);
        }
        if (query.Descending)
            matches.Reverse();
        var skip = Math.Clamp(query.Skip, 0, matches.Count);
        return new Page<LogEntry>(matches.GetRange(skip, Math.Clamp(query.Take, 0, matches.Count - skip)), matches.Count);
    }

    /// <summary>For each resource the number of its records, and of those at Error or above.</summary>
    internal IReadOnlyDictionary<TelemetryResource, (int All, int Errors)> Counts()
    {
        lock (_lock)
            return _resources.ToDictionary(static pair => pair.Key, static pair => (pair.Value.Entries.Count, pair.Value.ErrorCount));
    }

    internal void Clear(Func<TelemetryResource, bool> isSelected)
    {
        lock (_lock)
        {
            _sorted = null;
            foreach (var (resource, logs) in _resources.Where(pair => isSelected(pair.Key)).ToList())
            {
                _resources.Remove(resource);
                _count -= logs.Entries.Count;
                _bytes -= logs.Bytes;
            }
        }
    }

    private void EvictFrom(KeyValuePair<TelemetryResource, ResourceLogs> pair)
    {
        _count--;
        _bytes -= pair.Value.Dequeue().EstimatedBytes;
        drops.Count(DropReason.Logs);
        if (pair.Value.Entries.Count == 0)
            _resources.Remove(pair.Key);
    }

    private sealed class ResourceLogs
    {
        internal Queue<LogEntry> Entries { get; } = [];

        internal long Bytes { get; private set; }

        internal int ErrorCount { get; private set; }

        internal void Enqueue(LogEntry entry)
        {
            Entries.Enqueue(entry);
            Bytes += entry.EstimatedBytes;
            ErrorCount += entry.Severity >= LogSeverity.Error ? 1 : 0;
        }

        internal LogEntry Dequeue()
        {
            var entry = Entries.Dequeue();
            Bytes -= entry.EstimatedBytes;
            ErrorCount -= entry.Severity >= LogSeverity.Error ? 1 : 0;
            return entry;
        }
    }
}
