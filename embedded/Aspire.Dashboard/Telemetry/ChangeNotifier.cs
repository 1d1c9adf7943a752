namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Gathers changes and tells subscribers at most ten times a second: the first change after a quiet time at once, later
/// ones together when the interval is over. Nothing runs while nothing changes.
/// </summary>
internal sealed class ChangeNotifier : IDisposable
{
    internal static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private Subscription[] _subscriptions = [];
    private TelemetryKinds _pending;
    private long? _lastFired;
    private bool _isArmed;

    internal ChangeNotifier(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static state => ((ChangeNotifier)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Notify(TelemetryKinds kinds)
    {
        lock (_lock)
        {
            _pending |= kinds;
            if (_isArmed || _subscriptions.Length == 0)
                return;
            _isArmed = true;
            var quietFor = _lastFired is { } last ? _time.GetElapsedTime(last) : MinInterval;
            _timer.Change(quietFor >= MinInterval ? TimeSpan.Zero : MinInterval - quietFor, Timeout.InfiniteTimeSpan);
        }
    }

    internal IDisposable Subscribe(Action<TelemetryKinds> changed)
    {
        var subscription = new Subscription(this, changed);
        lock (_lock)
        {
            // What changed while nobody listened is no news to somebody who is about to read everything.
            if (_subscriptions.Length == 0)
                _pending = TelemetryKinds.None;
            _subscriptions = [.. _subscriptions, subscription];
        }
        return subscription;
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        TelemetryKinds kinds;
        Subscription[] subscriptions;
        lock (_lock)
        {
            (kinds, _pending) = (_pending, TelemetryKinds.None);
            subscriptions = _subscriptions;
            _lastFired = _time.GetTimestamp();
            _isArmed = false;
        }
        foreach (var subscription in subscriptions)
        {
            try
            {
                subscription.Changed(kinds);
            }
            catch (Exception e)
            {
                // A page that fails must neither end the process (this is a timer's thread) nor silence the other pages.
                _logger.LogError(e, "A subscriber to telemetry changes failed.");
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
    }

    private sealed class Subscription(ChangeNotifier notifier, Action<TelemetryKinds> changed) : IDisposable
    {
        internal Action<TelemetryKinds> Changed { get; } = changed;

        public void Dispose() => notifier.Remove(this);
    }
}
