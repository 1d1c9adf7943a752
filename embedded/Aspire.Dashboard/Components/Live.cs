using Microsoft.AspNetCore.Components;

namespace Aspire.Dashboard.Components;

/// <summary>
/// A component that follows a source of changes: however often that calls <see cref="Signal"/>, the component reads
/// anew and renders at most ten times a second, at once after a quiet time, and never for more than a fifth of the
/// time: where reading is slow, a click must not wait behind a queue of refreshes.
/// </summary>
public abstract class Live : ComponentBase, IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private const int PauseForWork = 4;

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _lastRefresh;
    private TimeSpan _pause = ShortestPause;
    private bool _isDue;
    private bool _isDisposed;

    /// <summary>Source of time.</summary>
    [Inject]
    protected TimeProvider TimeSource { get; set; } = TimeProvider.System;

    /// <summary>Says that there may be something new; from any thread, returns at once.</summary>
    protected void Signal()
    {
        lock (_gate)
        {
            if (_isDisposed || _isDue)
                return;

            _isDue = true;
            var wait = _pause - TimeSource.GetElapsedTime(_lastRefresh);
            _timer ??= TimeSource.CreateTimer(_ => _ = OnDueAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Reads what is to be shown; runs where components run, just before rendering.</summary>
    protected abstract void Refresh();

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }

        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends subscriptions.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private async Task OnDueAsync()
    {
        try
        {
            await InvokeAsync(() =>
            {
                lock (_gate)
                {
                    _isDue = false;
                    if (_isDisposed)
                        return;
                }

                var begun = TimeSource.GetTimestamp();
                Refresh();
                StateHasChanged();
                lock (_gate)
                {
                    _lastRefresh = TimeSource.GetTimestamp();
                    var work = TimeSource.GetElapsedTime(begun, _lastRefresh) * PauseForWork;
                    _pause = work > ShortestPause ? work : ShortestPause;
                }
            });
        }
        catch (ObjectDisposedException)
        {
            // The circuit went away between the timer and the renderer.
        }
    }
}
