namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// How much is kept. Read from <c>Dashboard:TelemetryLimits</c>, with the official names where the official dashboard has
/// the limit; the byte budgets are what bounds the memory whatever senders do.
/// </summary>
internal sealed class TelemetryLimits
{
    internal const string Section = "Dashboard:TelemetryLimits";

    /// <summary>Log records in all; the resource with the most loses its oldest first.</summary>
    public int MaxLogCount { get; set; } = 10_000;

    /// <summary>Traces in all; the resource that began the most loses its oldest first.</summary>
    public int MaxTraceCount { get; set; } = 10_000;

    /// <summary>Points of one series of a metric.</summary>
    public int MaxMetricsCount { get; set; } = 50_000;

    /// <summary>Attributes on one resource, scope, span, event, link, log record or series.</summary>
    public int MaxAttributeCount { get; set; } = 128;

    /// <summary>Characters of a name, a message or an attribute's value; what is longer is cut.</summary>
    public int MaxAttributeLength { get; set; } = 16_384;

    /// <summary>Events on one span.</summary>
    public int MaxSpanEventCount { get; set; } = 128;

    /// <summary>Links on one span.</summary>
    public int MaxSpanLinkCount { get; set; } = 128;

    /// <summary>Spans of one trace.</summary>
    public int MaxSpansPerTrace { get; set; } = 10_000;

    /// <summary>Senders of telemetry.</summary>
    public int MaxResourceCount { get; set; } = 500;

    /// <summary>Instruments of one resource.</summary>
    public int MaxInstrumentsPerResource { get; set; } = 1_000;

    /// <summary>Series (combinations of attribute values) of one instrument.</summary>
    public int MaxSeriesPerInstrument { get; set; } = 1_000;

    /// <summary>Estimated bytes of all spans.</summary>
    public long MaxTraceBytes { get; set; } = 384L << 20;

    /// <summary>Estimated bytes of all log records.</summary>
    public long MaxLogBytes { get; set; } = 64L << 20;

    /// <summary>Estimated bytes of all metric points.</summary>
    public long MaxMetricBytes { get; set; } = 128L << 20;
}
