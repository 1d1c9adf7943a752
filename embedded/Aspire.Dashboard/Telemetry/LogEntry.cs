namespace Aspire.Dashboard.Telemetry;

/// <summary>One log record, as stored; immutable.</summary>
internal sealed class LogEntry
{
    internal required TelemetryResource Resource { get; init; }

    /// <summary>The logger; its name is the category.</summary>
    internal required TelemetryScope Scope { get; init; }

    /// <summary>Nanoseconds since 1970-01-01 UTC: when it happened, else when it was seen, else when it arrived here.</summary>
    internal required ulong TimeNanos { get; init; }

    internal ulong ObservedTimeNanos { get; init; }

    /// <summary>OTLP's severity number: 1 to 24 in steps of four from trace to fatal, 0 where the sender gave none.</summary>
    internal byte SeverityNumber { get; init; }

    internal string SeverityText { get; init; } = "";

    internal AttributeValue Body { get; init; }

    internal TelemetryAttribute[] Attributes { get; init; } = [];

    internal ushort DroppedAttributes { get; init; }

    internal TraceId TraceId { get; init; }

    internal SpanId SpanId { get; init; }

    internal uint Flags { get; init; }

    internal string EventName { get; init; } = "";

    /// <summary>Grows with every record stored; orders records of the same time.</summary>
    internal long Sequence { get; set; }

    /// <summary>About how many bytes the record holds, so that memory can be bounded; shared strings are counted as its own.</summary>
    internal int EstimatedBytes { get; init; }

    internal DateTime Time => UnixNanos.ToDateTime(TimeNanos);

    internal LogSeverity Severity => LogSeverities.FromNumber(SeverityNumber);

    /// <summary>The body as text.</summary>
    internal string Message => Body.ToString();

    /// <summary>The stack trace of the exception that was logged, else its message, else null.</summary>
    internal string? Exception => Attributes.FindText("exception.stacktrace") ?? Attributes.FindText("exception.message");
}
