namespace Shop.Kafka;

/// <summary>The pause before what has failed is tried again: longer with each failure in a row, up to a bound.</summary>
/// <param name="time">The clock.</param>
public sealed class RetryPause(TimeProvider time)
{
    /// <summary>Doublings that no longer matter, since the bound is reached long before.</summary>
    private const int MaxDoublings = 10;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private int _failures;

    /// <summary>Whether the last try has failed.</summary>
    public bool IsOutage => _failures > 0;

    /// <summary>A try has succeeded: the next pause is the first again.</summary>
    public void Succeeded() => _failures = 0;

    /// <summary>A try has failed: waits until the next.</summary>
    /// <param name="cancellationToken">Ends the pause with an exception.</param>
    public Task FailedAsync(CancellationToken cancellationToken)
    {
        var pause = First * Math.Pow(2, Math.Min(_failures++, MaxDoublings));
        return Task.Delay(pause < Longest ? pause : Longest, time, cancellationToken);
    }
}
