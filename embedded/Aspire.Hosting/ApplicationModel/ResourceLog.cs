using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last lines of one resource instance and those who want the next.</summary>
internal sealed class ResourceLog(TimeProvider time)
{
    /// <summary>The number of lines kept, as in official Aspire.</summary>
    private const int MaxLines = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly List<Subscription> _subscriptions = [];
    private int _lastNumber;
    private bool _completed;

    public void Append(string text, bool isError)
    {
        lock (_lock)
        {
            var stamp = time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            var line = new LogLine(++_lastNumber, $"{stamp} {text}", isError);
            if (_lines.Count == MaxLines)
                _lines.Dequeue();
            _lines.Enqueue(line);
            foreach (var subscription in _subscriptions)
                subscription.OnLines([line]);
        }
    }

    public IReadOnlyList<LogLine> Snapshot()
    {
        lock (_lock)
            return [.. _lines];
    }

    /// <summary>The last lines as text, without their times.</summary>
    public IReadOnlyList<string> Tail(int count)
    {
        lock (_lock)
            return [.. _lines.TakeLast(count).Select(l => l.Content[(l.Content.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
    }

    public IDisposable Subscribe(Action<IReadOnlyList<LogLine>> onLines, Action onCompleted)
    {
        lock (_lock)
        {
            if (_lines.Count > 0)
                onLines([.. _lines]);
            var subscription = new Subscription(this, onLines, onCompleted);
            if (_completed)
                onCompleted();
            else
                _subscriptions.Add(subscription);
            return subscription;
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            foreach (var subscription in _subscriptions)
                subscription.OnCompleted();
            _subscriptions.Clear();
        }
    }

    public void Clear()
    {
        lock (_lock)
            _lines.Clear();
    }

    private sealed record Subscription(ResourceLog Log, Action<IReadOnlyList<LogLine>> OnLines, Action OnCompleted) : IDisposable
    {
        public void Dispose()
        {
            lock (Log._lock)
                Log._subscriptions.Remove(this);
        }
    }
}
