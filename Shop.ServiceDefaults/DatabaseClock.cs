namespace Shop.ServiceDefaults;

/// <summary>The time as PostgreSQL keeps it.</summary>
public static class DatabaseClock
{
    /// <summary>The time in whole microseconds (UTC), so that a first answer says no more than what is read back later.</summary>
    /// <param name="time">A point in time.</param>
    public static DateTimeOffset ToDatabasePrecision(this DateTimeOffset time) =>
        new(time.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
