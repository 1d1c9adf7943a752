using System.Runtime.InteropServices;

namespace Shop.Bench.Load;

/// <summary>
/// Waits to within about a tenth of a millisecond without spinning: the timers of .NET tick in whole milliseconds, which would
/// count as latency, and a spinning thread would take the CPU that is being measured.
/// </summary>
internal static partial class PreciseWait
{
    /// <summary>Blocks the calling thread until a moment has come; returns at once when it is past.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="started">A timestamp of that clock.</param>
    /// <param name="at">The moment, counted from <paramref name="started"/>.</param>
    public static void Until(TimeProvider time, long started, TimeSpan at)
    {
        for (var left = at - time.GetElapsedTime(started); left > TimeSpan.Zero; left = at - time.GetElapsedTime(started))
        {
            if (OperatingSystem.IsWindows())
                Thread.Sleep(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero : left - TimeSpan.FromMilliseconds(1));
            else
                Sleep(left);
        }
    }

    // POSIX nanosleep; a signal ends it early, which the loop above makes good.
    private static void Sleep(TimeSpan left)
    {
        var request = new TimeSpec
        {
            Seconds = (nint)(left.Ticks / TimeSpan.TicksPerSecond),
            Nanoseconds = (nint)(left.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
        };
        _ = NanoSleep(in request, nint.Zero);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec request, nint remaining);
}
