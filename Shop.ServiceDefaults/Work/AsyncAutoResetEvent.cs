namespace Shop.ServiceDefaults.Work;

/// <summary>Lets a loop sleep until somebody has work for it, or until it should look for itself. Work that comes while it works is not lost.</summary>
/// <param name="time">The clock.</param>
public sealed class AsyncAutoResetEvent(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>There is work.</summary>
    public void Set()
    {
        lock (_gate) _set.TrySetResult();
    }

    /// <summary>Sleeps until set, no longer than given.</summary>
    /// <param name="longest">When the loop looks for itself.</param>
    /// <param name="cancellationToken">Ends the sleep with an exception.</param>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task set;
        lock (_gate) set = _set.Task;
        if (!set.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(set, Task.Delay(longest, time, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        lock (_gate)
        {
            if (_set.Task.IsCompleted) _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
