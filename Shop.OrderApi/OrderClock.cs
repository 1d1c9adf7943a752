namespace Shop.OrderApi;

/// <summary>The time as the database keeps it.</summary>
internal static class OrderClock
{
    /// <summary>Now (UTC), in whole microseconds: what is answered at once and what is read back later are the same.</summary>
    /// <param name="time">The clock.</param>
    public static DateTimeOffset Now(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
