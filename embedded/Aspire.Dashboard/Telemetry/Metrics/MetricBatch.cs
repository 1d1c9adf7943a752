using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>What a sender says of an instrument.</summary>
/// <param name="Scope">The meter.</param>
/// <param name="Name">The instrument's name.</param>
/// <param name="Description">What it measures.</param>
/// <param name="Unit">A UCUM unit.</param>
/// <param name="Kind">What the numbers mean.</param>
/// <param name="IsDelta">Whether a point counts from the previous one instead of from the start.</param>
internal sealed record InstrumentDescriptor(string Scope, string Name, string Description, string Unit, InstrumentKind Kind, bool IsDelta)
{
    internal InstrumentKey Key => new(Scope, Name);
}

/// <summary>The points of one instrument of one resource, as received.</summary>
internal sealed record MetricBatch(TelemetryResource Resource, InstrumentDescriptor Instrument, IReadOnlyList<MetricPoint> Points);

/// <summary>One data point, as received: a number, or a histogram.</summary>
internal sealed class MetricPoint
{
    /// <summary>In the order of their keys, so that the same combination is the same series however it was sent.</summary>
    internal required TelemetryAttribute[] Attributes { get; init; }

    /// <summary>From when the point counts; 0 if the sender does not say.</summary>
    internal ulong StartNanos { get; init; }

    internal ulong TimeNanos { get; init; }

    internal double Value { get; init; }

    /// <summary>The buckets of a histogram; null for a number.</summary>
    internal HistogramValue? Histogram { get; init; }

    internal MetricExemplar[] Exemplars { get; init; } = [];
}

/// <summary>A distribution as received.</summary>
internal sealed record HistogramValue(ulong Count, double Sum, BucketCounts Buckets);
