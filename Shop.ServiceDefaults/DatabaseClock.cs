namespace Shop.ServiceDefaults;

/// <summary>The time as PostgreSQL keeps it.</summary>
public static class DatabaseClock
{
    /// <summary>Now (UTC) in whole microseconds, so that a first answer says no more than what is read back later.</summary>
    /// <param name="time">The clock.</param>
    public static DateTimeOffset GetStoredNow(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
