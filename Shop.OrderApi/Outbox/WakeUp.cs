namespace Shop.OrderApi.Outbox;

/// <summary>Lets a loop sleep until somebody has work for it, or until it should look for itself. Calls while it works are not lost.</summary>
/// <param name="time">The clock for the longest sleep.</param>
internal sealed class WakeUp(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>There is work.</summary>
    public void Call()
    {
        lock (_gate) _called.TrySetResult();
    }

    /// <summary>Sleeps until called, no longer than given.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task called;
        lock (_gate) called = _called.Task;
        if (!called.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(called, Task.Delay(longest, time, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        lock (_gate)
        {
            if (_called.Task.IsCompleted) _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
