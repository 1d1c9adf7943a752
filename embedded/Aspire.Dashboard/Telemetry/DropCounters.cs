namespace Aspire.Dashboard.Telemetry;

/// <summary>Counts what each limit has cost; safe from any thread.</summary>
internal sealed class DropCounters(TelemetryLimits limits, TimeProvider time)
{
    private readonly long[] _counts = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _lastTicks = new long[Enum.GetValues<DropReason>().Length];
    private long _total;

    /// <summary>Grows with every loss: tells whether a piece of work has cost something.</summary>
    internal long Total => Interlocked.Read(ref _total);

    internal void Count(DropReason reason, long count = 1)
    {
        if (count <= 0)
            return;
        Interlocked.Add(ref _counts[(int)reason], count);
        Interlocked.Exchange(ref _lastTicks[(int)reason], time.GetUtcNow().UtcTicks);
        Interlocked.Add(ref _total, count);
    }

    internal IReadOnlyList<DroppedData> Read() =>
    [
        .. Enum.GetValues<DropReason>()
            .Select(reason => (Reason: reason, Count: Interlocked.Read(ref _counts[(int)reason])))
            .Where(entry => entry.Count > 0)
            .Select(entry => new DroppedData(
                entry.Reason,
                entry.Count,
                new DateTime(Interlocked.Read(ref _lastTicks[(int)entry.Reason]), DateTimeKind.Utc),
                Describe(entry.Reason, entry.Count))),
    ];

    internal void Reset()
    {
        Array.Clear(_counts);
        Array.Clear(_lastTicks);
    }

    private string Describe(DropReason reason, long count) => FormattableString.Invariant(reason switch
    {
        DropReason.Traces => $"{count:N0} of the oldest traces gave way: at most {limits.MaxTraceCount:N0} traces or {Mebibytes(limits.MaxTraceBytes)} of spans are kept.",
        DropReason.SpansInTrace => $"{count:N0} spans were not kept: at most {limits.MaxSpansPerTrace:N0} are kept of one trace.",
        DropReason.Logs => $"{count:N0} of the oldest log records gave way: at most {limits.MaxLogCount:N0} or {Mebibytes(limits.MaxLogBytes)} are kept.",
        DropReason.MetricPoints => $"{count:N0} of the oldest metric points gave way: at most {limits.MaxMetricsCount:N0} a series or {Mebibytes(limits.MaxMetricBytes)} are kept.",
        DropReason.MetricSeries => $"{count:N0} metric points of further series or instruments were not kept: at most {limits.MaxSeriesPerInstrument:N0} series an instrument and {limits.MaxInstrumentsPerResource:N0} instruments a resource are kept.",
        DropReason.Attributes => $"{count:N0} attributes were not kept: at most {limits.MaxAttributeCount:N0} are kept of one record.",
        DropReason.AttributeLength => $"{count:N0} values were cut: at most {limits.MaxAttributeLength:N0} characters are kept of one.",
        DropReason.EventsAndLinks => $"{count:N0} span events or links were not kept: at most {limits.MaxSpanEventCount:N0} events and {limits.MaxSpanLinkCount:N0} links are kept of one span.",
        DropReason.Resources => $"{count:N0} resources that had been silent longest gave way with their telemetry: at most {limits.MaxResourceCount:N0} are kept.",
        DropReason.Invalid => $"{count:N0} records were refused because they break the protocol, such as a span without an id.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    });

    private static string Mebibytes(long bytes) => FormattableString.Invariant($"{bytes >> 20:N0} MiB");
}
