namespace Aspire.Dashboard.Components.Controls;

/// <summary>A short message at the edge of the screen.</summary>
/// <param name="IsError">Something failed.</param>
/// <param name="Title">What happened.</param>
/// <param name="Detail">More about it, or null.</param>
/// <param name="Result">Text that a command gave back, or null.</param>
internal sealed record Toast(bool IsError, string Title, string? Detail = null, string? Result = null);

/// <summary>The messages that one browser tab shows.</summary>
internal sealed class Toasts(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(7);
    private const int Most = 4;

    private readonly Lock _gate = new();
    private readonly List<(Toast Toast, ITimer? Timer)> _shown = [];

    /// <summary>Raised when the list has changed, on any thread.</summary>
    internal event Action? Changed;

    /// <summary>Oldest first.</summary>
    internal IReadOnlyList<Toast> Shown
    {
        get
        {
            lock (_gate)
                return [.. _shown.Select(s => s.Toast)];
        }
    }

    /// <summary>Shows a message; one without an error or a result goes by itself.</summary>
    internal void Show(Toast toast)
    {
        var stays = toast.IsError || toast.Result is not null;
        var timer = stays ? null : clock.CreateTimer(_ => Dismiss(toast), null, Lifetime, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _shown.Add((toast, timer));
            if (_shown.Count > Most)
                RemoveAt(0);
        }

        Changed?.Invoke();
    }

    /// <summary>Takes a message away.</summary>
    internal void Dismiss(Toast toast)
    {
        lock (_gate)
        {
            var index = _shown.FindIndex(s => ReferenceEquals(s.Toast, toast));
            if (index < 0)
                return;
            RemoveAt(index);
        }

        Changed?.Invoke();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            while (_shown.Count > 0)
                RemoveAt(0);
        }
    }

    private void RemoveAt(int index)
    {
        _shown[index].Timer?.Dispose();
        _shown.RemoveAt(index);
    }
}
