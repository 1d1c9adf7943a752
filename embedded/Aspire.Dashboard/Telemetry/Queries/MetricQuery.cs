namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>What an instrument measures, and with it how its chart is read.</summary>
internal enum InstrumentKind
{
    /// <summary>A total that only grows; shown as a rate per second.</summary>
    Counter,

    /// <summary>A total that also shrinks; shown as it is.</summary>
    UpDownCounter,

    /// <summary>A current value; shown as it is.</summary>
    Gauge,

    /// <summary>A distribution, from explicit or exponential buckets; shown as percentiles.</summary>
    Histogram,

    /// <summary>Quantiles that the sender computed; shown as they are.</summary>
    Summary,
}

/// <summary>An instrument's place: instruments of the same name from several scopes are several instruments.</summary>
internal readonly record struct InstrumentKey(string Scope, string Name);

/// <summary>An instrument of a resource, as the instrument tree lists it.</summary>
internal sealed record InstrumentSummary(
    InstrumentKey Key,
    string Description,
    string Unit,
    InstrumentKind Kind,
    int SeriesCount,
    DateTime LastTime);

/// <summary>What to draw of one instrument.</summary>
internal sealed record MetricQuery
{
    /// <summary>All instances of a name are drawn as one where the key has no instance.</summary>
    internal required ResourceKey Resource { get; init; }

    internal required InstrumentKey Instrument { get; init; }

    /// <summary>How far back: 1 minute to 12 hours.</summary>
    internal TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The end of the window, UTC; null for now.</summary>
    internal DateTime? Until { get; init; }

    /// <summary>How many steps the window is cut into: the points of a line.</summary>
    internal int Steps { get; init; } = 60;

    /// <summary>For each named dimension, the values that count; "" stands for series that lack it. Dimensions not named are not restricted.</summary>
    internal IReadOnlyDictionary<string, IReadOnlySet<string>> Dimensions { get; init; } = new Dictionary<string, IReadOnlySet<string>>();
}
