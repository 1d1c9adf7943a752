namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>A row of the list of traces.</summary>
internal sealed record TraceSummary
{
    internal required TraceId TraceId { get; init; }

    /// <summary>The root span; where none has arrived, the earliest span.</summary>
    internal required Span FirstSpan { get; init; }

    internal required bool HasRoot { get; init; }

    internal required int SpanCount { get; init; }

    internal required int ErrorCount { get; init; }

    /// <summary>By their first span, so that the caller stands before the called.</summary>
    internal required IReadOnlyList<TraceResource> Resources { get; init; }

    /// <summary>The earliest start and the latest end of all spans, in nanoseconds since 1970-01-01 UTC.</summary>
    internal required ulong StartNanos { get; init; }

    internal required ulong EndNanos { get; init; }

    /// <summary>The largest <see cref="Span.Sequence"/> in the trace.</summary>
    internal required long LastSequence { get; init; }

    internal string Name => FirstSpan.Name;

    internal DateTime StartTime => UnixNanos.ToDateTime(StartNanos);

    internal ulong DurationNanos => EndNanos - StartNanos;

    internal TimeSpan Duration => UnixNanos.ToTimeSpan(DurationNanos);

    internal bool HasErrors => ErrorCount > 0;
}

/// <summary>A resource's part in a trace.</summary>
internal sealed record TraceResource(TelemetryResource Resource, int SpanCount, int ErrorCount);
