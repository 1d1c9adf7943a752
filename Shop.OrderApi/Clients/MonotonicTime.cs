namespace Shop.OrderApi.Clients;

/// <summary>
/// The time of day when the process started and what has passed since, whatever has been done to the clock: a circuit that was
/// broken for seconds would stay broken for as long as the clock was set back.
/// </summary>
internal sealed class MonotonicTime(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _startTimestamp = clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + clock.GetElapsedTime(_startTimestamp);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
