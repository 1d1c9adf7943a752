namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>A window of time cut into equal steps; step i covers [StartNanos + i·StepNanos, StartNanos + (i+1)·StepNanos).</summary>
internal sealed record StepGrid(ulong StartNanos, ulong StepNanos, int Count)
{
    internal ulong EndNanos => StartOf(Count);

    internal double StepSeconds => StepNanos / 1e9;

    /// <summary>
    /// The last complete steps up to a moment. Steps lie at multiples of their length, so that a chart that moves on shows
    /// the same steps with the same numbers.
    /// </summary>
    internal static StepGrid Ending(ulong untilNanos, TimeSpan window, int steps)
    {
        var step = (ulong)Math.Max(1, window.Ticks / steps) * UnixNanos.PerTick;
        var end = untilNanos - (untilNanos % step);
        return new StepGrid(end - Math.Min(end, step * (ulong)steps), step, steps);
    }

    internal ulong StartOf(int index) => StartNanos + ((ulong)index * StepNanos);

    /// <summary>The step that a moment lies in, cut to the window.</summary>
    internal int IndexOf(ulong nanos) => nanos <= StartNanos ? 0 : (int)Math.Min((nanos - StartNanos) / StepNanos, (ulong)(Count - 1));

    /// <summary>How much of a stretch of time lies in a step.</summary>
    internal ulong Overlap(int index, ulong startNanos, ulong endNanos)
    {
        var from = Math.Max(startNanos, StartOf(index));
        var to = Math.Min(endNanos, StartOf(index + 1));
        return to > from ? to - from : 0;
    }
}
