using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// Metrics by resource, instrument and series. Each series forgets its own oldest points at its limit; when all of them
/// together take too much memory, the largest gives.
/// </summary>
internal sealed class MetricStore(TelemetryLimits limits, DropCounters drops)
{
    // What a series takes besides its points: attributes, buffers, its place in the tables.
    private const int SeriesBytes = 700;

    // Below this a series gives way as a whole: that many series are the problem then, not long ones.
    private const int MinPointsToHalve = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<TelemetryResource, Dictionary<InstrumentKey, Instrument>> _resources = [];
    private long _bytes;

    /// <returns>How many points were not kept because there are too many instruments or series.</returns>
    internal int Add(IReadOnlyList<MetricBatch> batches)
    {
        var (refused, dropped) = (0, 0);
        lock (_lock)
        {
            foreach (var batch in batches)
            {
                var instrument = FindInstrument(batch);
                if (instrument is null)
                {
                    refused += batch.Points.Count;
                    continue;
                }
                foreach (var point in batch.Points)
                {
                    if (FindSeries(instrument, batch.Resource, point.Attributes) is { } series)
                        dropped += AddPoint(series, point, batch.Instrument.IsDelta);
                    else
                        refused++;
                }
            }
            while (_bytes > limits.MaxMetricBytes)
                dropped += Shrink();
        }
        drops.Count(DropReason.MetricSeries, refused);
        drops.Count(DropReason.MetricPoints, dropped);
        return refused;
    }

    internal IReadOnlyDictionary<TelemetryResource, int> InstrumentCounts()
    {
        lock (_lock)
            return _resources.ToDictionary(static pair => pair.Key, static pair => pair.Value.Count);
    }

    /// <summary>The instruments of the selected resources, those of several instances of a resource taken together.</summary>
    internal IReadOnlyList<InstrumentSummary> Instruments(ResourceKey resource)
    {
        lock (_lock)
        {
            return
            [
                .. Select(resource).SelectMany(static instruments => instruments.Values)
                    .GroupBy(static instrument => instrument.Descriptor.Key)
                    .Select(static group => MetricViewBuilder.Summarize([.. group]))
                    .OrderBy(static summary => summary.Key.Scope, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(static summary => summary.Key.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    internal MetricView? Query(MetricQuery query, DateTimeOffset now)
    {
        InstrumentSummary summary;
        MetricSeries[] series;
        lock (_lock)
        {
            var instruments = Select(query.Resource).Select(found => found.GetValueOrDefault(query.Instrument)).OfType<Instrument>().ToArray();
            if (instruments.Length == 0)
                return null;
            summary = MetricViewBuilder.Summarize(instruments);
            series = [.. instruments.SelectMany(static instrument => instrument.Series)];
        }
        // The numbers are read series by series, so that ingest waits for one of them at most.
        return new MetricViewBuilder(query, summary, now).Build(series);
    }

    internal void Clear(Func<TelemetryResource, bool> isSelected)
    {
        lock (_lock)
        {
            foreach (var (resource, instruments) in _resources.Where(pair => isSelected(pair.Key)).ToList())
            {
                _resources.Remove(resource);
                _bytes -= instruments.Values.SelectMany(static instrument => instrument.Series).Sum(static series => SeriesBytes + series.Bytes);
            }
        }
    }

    private IEnumerable<Dictionary<InstrumentKey, Instrument>> Select(ResourceKey resource) =>
        _resources.Where(pair => resource.Selects(pair.Key.Key)).Select(static pair => pair.Value);

    private Instrument? FindInstrument(MetricBatch batch)
    {
        if (!_resources.TryGetValue(batch.Resource, out var instruments))
            _resources.Add(batch.Resource, instruments = []);
        if (instruments.TryGetValue(batch.Instrument.Key, out var known) && known.Descriptor.Kind == batch.Instrument.Kind)
        {
            known.Descriptor = batch.Instrument;
            return known;
        }
        if (known is null && instruments.Count >= limits.MaxInstrumentsPerResource)
            return null;

        // Another kind under the same name is another instrument, and its old numbers mean something else.
        if (known is not null)
            _bytes -= known.Series.Sum(static series => SeriesBytes + series.Bytes);
        return instruments[batch.Instrument.Key] = new Instrument(batch.Instrument);
    }

    private MetricSeries? FindSeries(Instrument instrument, TelemetryResource resource, TelemetryAttribute[] attributes)
    {
        if (instrument.Find(attributes) is { } known)
            return known;
        if (instrument.Series.Count >= limits.MaxSeriesPerInstrument)
            return null;
        _bytes += SeriesBytes;
        return instrument.AddSeries(resource, attributes, limits.MaxMetricsCount);
    }

    private int AddPoint(MetricSeries series, MetricPoint point, bool isDelta)
    {
        lock (series)
        {
            var before = series.Bytes;
            var dropped = series.Add(point, isDelta);
            _bytes += series.Bytes - before;
            return dropped;
        }
    }

    private int Shrink()
    {
        var (instrument, largest) = _resources.Values
            .SelectMany(static instruments => instruments.Values)
            .SelectMany(static instrument => instrument.Series.Select(series => (instrument, series)))
            .MaxBy(static pair => pair.series.Bytes);
        lock (largest)
        {
            var before = largest.Bytes;
            if (largest.PointCount >= MinPointsToHalve)
            {
                var count = largest.PointCount / 2;
                largest.RemoveOldest(count);
                _bytes -= before - largest.Bytes;
                return count;
            }
            instrument.Remove(largest);
            _bytes -= SeriesBytes + before;
            return largest.PointCount;
        }
    }
}
