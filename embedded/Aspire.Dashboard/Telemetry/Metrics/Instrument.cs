using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>An instrument of a resource and its series. Guarded by the store's lock.</summary>
internal sealed class Instrument(InstrumentDescriptor descriptor)
{
    private readonly Dictionary<SeriesKey, MetricSeries> _series = [];

    internal InstrumentDescriptor Descriptor { get; } = descriptor;

    /// <summary>About how many bytes the instrument and its series take.</summary>
    internal long Bytes => FixedBytes + Series.Sum(static series => series.FixedBytes + series.Bytes);

    /// <summary>What the instrument takes besides its series.</summary>
    internal int FixedBytes { get; } = 300 + Sizes.Of(descriptor.Scope) + Sizes.Of(descriptor.Name) + Sizes.Of(descriptor.Description) + Sizes.Of(descriptor.Unit);

    internal IReadOnlyCollection<MetricSeries> Series => _series.Values;

    internal MetricSeries? Find(TelemetryAttribute[] attributes) => _series.GetValueOrDefault(new SeriesKey(attributes));

    internal MetricSeries AddSeries(TelemetryResource resource, TelemetryAttribute[] attributes, int maxPoints)
    {
        MetricSeries series = Descriptor.Kind switch
        {
            InstrumentKind.Counter => new CounterSeries(resource, attributes, maxPoints),
            InstrumentKind.Histogram => new HistogramSeries(resource, attributes, maxPoints),
            _ => new GaugeSeries(resource, attributes, maxPoints),
        };
        _series.Add(new SeriesKey(attributes), series);
        return series;
    }

    /// <summary>A combination of attribute values; the attributes are in the order of their keys.</summary>
    private readonly struct SeriesKey : IEquatable<SeriesKey>
    {
        private readonly TelemetryAttribute[] _attributes;
        private readonly int _hash;

        internal SeriesKey(TelemetryAttribute[] attributes)
        {
            _attributes = attributes;
            var hash = new HashCode();
            foreach (ref readonly var attribute in attributes.AsSpan())
            {
                hash.Add(attribute.Key);
                hash.Add(attribute.Value);
            }
            _hash = hash.ToHashCode();
        }

        public bool Equals(SeriesKey other) => _hash == other._hash && _attributes.AsSpan().SequenceEqual(other._attributes);

        public override bool Equals(object? obj) => obj is SeriesKey other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}
