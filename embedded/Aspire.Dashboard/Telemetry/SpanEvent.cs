namespace Aspire.Dashboard.Telemetry;

/// <summary>Something that happened at one moment of a span, such as an exception.</summary>
internal sealed record SpanEvent(string Name, ulong TimeNanos, TelemetryAttribute[] Attributes)
{
    internal DateTime Time => UnixNanos.ToDateTime(TimeNanos);
}

/// <summary>A pointer to a related span, possibly in another trace.</summary>
internal sealed record SpanLink(TraceId TraceId, SpanId SpanId, string TraceState, uint Flags, TelemetryAttribute[] Attributes);
