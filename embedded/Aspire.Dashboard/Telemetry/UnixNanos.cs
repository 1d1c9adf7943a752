namespace Aspire.Dashboard.Telemetry;

/// <summary>Conversions between OTLP's clock (nanoseconds since 1970-01-01 UTC, unsigned) and .NET's (100 ns ticks).</summary>
internal static class UnixNanos
{
    internal const ulong PerTick = 100;

    /// <summary>The moment in UTC, cut to 100 ns. The largest OTLP time lies in the year 2554, so this cannot overflow.</summary>
    internal static DateTime ToDateTime(ulong nanos) => DateTime.UnixEpoch.AddTicks((long)(nanos / PerTick));

    /// <summary>A length of time, cut to 100 ns.</summary>
    internal static TimeSpan ToTimeSpan(ulong nanos) => TimeSpan.FromTicks((long)(nanos / PerTick));

    /// <summary>The moment on OTLP's clock; anything before 1970 becomes 0.</summary>
    internal static ulong From(DateTimeOffset time) => (ulong)Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks) * PerTick;
}
