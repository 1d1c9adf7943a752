namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>Which log records to list, and which part of the list. A record must satisfy everything that is set.</summary>
internal sealed record LogQuery
{
    internal ResourceKey? Resource { get; init; }

    /// <summary>This level and the more severe ones.</summary>
    internal LogSeverity? MinSeverity { get; init; }

    /// <summary>Negative filters are satisfied by a record that lacks the field.</summary>
    internal IReadOnlyList<FieldFilter> Filters { get; init; } = [];

    /// <summary>Words that must all be found in message, category, or an attribute's key or value; letter case does not matter.</summary>
    internal string? Text { get; init; }

    internal TraceId? TraceId { get; init; }

    internal SpanId? SpanId { get; init; }

    /// <summary>Only records of this moment (UTC) or later.</summary>
    internal DateTime? From { get; init; }

    /// <summary>Only records before this moment (UTC).</summary>
    internal DateTime? To { get; init; }

    /// <summary>Only records stored after the one with this <see cref="LogEntry.Sequence"/>.</summary>
    internal long AfterSequence { get; init; } = -1;

    internal bool Descending { get; init; }

    internal int Skip { get; init; }

    internal int Take { get; init; } = 200;
}
