namespace Aspire.Dashboard.Telemetry;

/// <summary>One timed operation, as stored: immutable, and small enough that a quarter of a million of them fit a laptop.</summary>
internal sealed class Span
{
    internal required TraceId TraceId { get; init; }

    internal required SpanId SpanId { get; init; }

    /// <summary>None for a root.</summary>
    internal required SpanId ParentSpanId { get; init; }

    internal required TelemetryResource Resource { get; init; }

    internal required TelemetryScope Scope { get; init; }

    internal required string Name { get; init; }

    /// <summary>Nanoseconds since 1970-01-01 UTC.</summary>
    internal required ulong StartNanos { get; init; }

    /// <summary>Nanoseconds since 1970-01-01 UTC; never before the start, whatever the sender said.</summary>
    internal required ulong EndNanos { get; init; }

    internal SpanKind Kind { get; init; }

    internal SpanStatus Status { get; init; }

    internal string? StatusMessage { get; init; }

    internal string? TraceState { get; init; }

    internal uint Flags { get; init; }

    internal TelemetryAttribute[] Attributes { get; init; } = [];

    internal SpanEvent[] Events { get; init; } = [];

    internal SpanLink[] Links { get; init; } = [];

    /// <summary>How many attributes, events and links are missing: dropped by the sender or by a limit here.</summary>
    internal ushort DroppedAttributes { get; init; }

    internal ushort DroppedEvents { get; init; }

    internal ushort DroppedLinks { get; init; }

    /// <summary>Grows with every record stored, so that a reader can ask for what came after the last one seen.</summary>
    internal long Sequence { get; set; }

    /// <summary>About how many bytes the span holds, so that memory can be bounded; shared strings are counted as its own.</summary>
    internal int EstimatedBytes { get; init; }

    internal ulong DurationNanos => EndNanos - StartNanos;

    internal DateTime StartTime => UnixNanos.ToDateTime(StartNanos);

    internal DateTime EndTime => UnixNanos.ToDateTime(EndNanos);

    internal TimeSpan Duration => UnixNanos.ToTimeSpan(DurationNanos);

    internal bool IsError => Status == SpanStatus.Error;
}
