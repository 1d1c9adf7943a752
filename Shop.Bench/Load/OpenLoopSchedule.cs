namespace Shop.Bench.Load;

/// <summary>When each request of an open loop is due: evenly spaced, whatever became of the requests before it.</summary>
/// <param name="RequestsPerSecond">The rate.</param>
/// <param name="Window">How long requests fall due.</param>
internal sealed record OpenLoopSchedule(double RequestsPerSecond, TimeSpan Window)
{
    /// <summary>How many requests fall due in the window.</summary>
    public long Count => (long)Math.Floor(RequestsPerSecond * Window.TotalSeconds);

    /// <summary>When a request is due, from the start of the window.</summary>
    /// <param name="index">The request, from 0.</param>
    /// <remarks>Counted from the start and not from the request before, so that rounding never adds up to a lower rate.</remarks>
    public TimeSpan DueAt(long index) => TimeSpan.FromTicks((long)(index * (TimeSpan.TicksPerSecond / RequestsPerSecond)));
}
