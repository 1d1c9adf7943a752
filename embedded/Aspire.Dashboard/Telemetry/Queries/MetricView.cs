namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>What a chart and its table show of one instrument.</summary>
internal sealed record MetricView
{
    internal required InstrumentSummary Instrument { get; init; }

    /// <summary>The end of each step, UTC, ascending; all lists of values below run along it.</summary>
    internal required IReadOnlyList<DateTime> Times { get; init; }

    /// <summary>All series that the dimension filters let through, taken together.</summary>
    internal required MetricValues Total { get; init; }

    /// <summary>Each of these series by itself, the ones with the largest last values first.</summary>
    internal required IReadOnlyList<MetricSeriesView> Series { get; init; }

    /// <summary>Every dimension with every value seen, filtered out or not; "" where a series lacks the dimension.</summary>
    internal required IReadOnlyList<MetricDimension> Dimensions { get; init; }

    /// <summary>Samples inside the window that lead to a trace, by time.</summary>
    internal required IReadOnlyList<MetricExemplar> Exemplars { get; init; }

    /// <summary>What the numbers of the view stand for: the instrument's unit, per second for a counter.</summary>
    internal required string DisplayUnit { get; init; }
}

/// <summary>One combination of dimension values.</summary>
internal sealed record MetricSeriesView(TelemetryResource Resource, TelemetryAttribute[] Attributes, MetricValues Values);

/// <summary>A dimension and its values.</summary>
internal sealed record MetricDimension(string Name, IReadOnlyList<string> Values);

/// <summary>A measurement taken inside a span.</summary>
internal sealed record MetricExemplar(DateTime Time, double Value, TraceId TraceId, SpanId SpanId, TelemetryAttribute[] Attributes);

/// <summary>
/// Numbers along <see cref="MetricView.Times"/>; null where nothing was measured. Either <see cref="Values"/> is filled
/// (rates and values) or the percentiles with count and sum (histograms).
/// </summary>
internal sealed record MetricValues
{
    internal IReadOnlyList<double?> Values { get; init; } = [];

    internal IReadOnlyList<double?> P50 { get; init; } = [];

    internal IReadOnlyList<double?> P90 { get; init; } = [];

    internal IReadOnlyList<double?> P99 { get; init; } = [];

    /// <summary>Measurements per second in each step of a histogram.</summary>
    internal IReadOnlyList<double?> Rate { get; init; } = [];

    /// <summary>The mean measurement in each step of a histogram.</summary>
    internal IReadOnlyList<double?> Mean { get; init; } = [];
}
