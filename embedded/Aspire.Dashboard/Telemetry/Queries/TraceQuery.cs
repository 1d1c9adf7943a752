namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>What a list of traces is ordered by.</summary>
internal enum TraceSort
{
    StartTime,
    Duration,
}

/// <summary>
/// Which traces to list, in what order, and which part of the list. A trace is listed when one of its spans satisfies
/// resource, kind, text and all positive filters together, and none of its spans has what a negative filter excludes.
/// </summary>
internal sealed record TraceQuery
{
    internal ResourceKey? Resource { get; init; }

    internal SpanKind? Kind { get; init; }

    internal IReadOnlyList<FieldFilter> Filters { get; init; } = [];

    /// <summary>Found in a span's name, or in the key or value of an attribute of it; letter case does not matter.</summary>
    internal string? Text { get; init; }

    internal TimeSpan? MinDuration { get; init; }

    internal TimeSpan? MaxDuration { get; init; }

    /// <summary>True: only traces with an error; false: only traces without.</summary>
    internal bool? HasErrors { get; init; }

    /// <summary>Only traces that start at this moment (UTC) or later.</summary>
    internal DateTime? From { get; init; }

    /// <summary>Only traces that start before this moment (UTC).</summary>
    internal DateTime? To { get; init; }

    internal TraceSort Sort { get; init; } = TraceSort.StartTime;

    internal bool Descending { get; init; } = true;

    internal int Skip { get; init; }

    internal int Take { get; init; } = 100;
}

/// <summary>A part of the list of traces.</summary>
/// <param name="Items">The traces from the asked position on.</param>
/// <param name="TotalCount">How many traces match.</param>
/// <param name="MaxDuration">The longest of all that match: the full width of a duration bar.</param>
internal sealed record TracePage(IReadOnlyList<TraceSummary> Items, int TotalCount, TimeSpan MaxDuration) : Page<TraceSummary>(Items, TotalCount);
