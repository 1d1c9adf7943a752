using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// Metrics by resource, instrument and series. Each series forgets its own oldest points at its limit; when all of them
/// together take too much memory, the largest gives.
/// </summary>
internal sealed class MetricStore(TelemetryLimits limits, DropCounters drops)
{
    // Below this the number of series is the problem and not their length.
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
                _bytes -= instruments.Values.Sum(static instrument => instrument.Bytes);
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
            return known;
        if (known is null && instruments.Count >= limits.MaxInstrumentsPerResource)
            return null;

        // Another kind under the same name is another instrument, and its old numbers mean something else.
        var instrument = new Instrument(batch.Instrument);
        _bytes += instrument.Bytes - (known?.Bytes ?? 0);
        return instruments[batch.Instrument.Key] = instrument;
    }

    private MetricSeries? FindSeries(Instrument instrument, TelemetryResource resource, TelemetryAttribute[] attributes)
    {
        if (instrument.Find(attributes) is { } known)
            return known;
        if (instrument.Series.Count >= limits.MaxSeriesPerInstrument)
            return null;
        var series = instrument.AddSeries(resource, attributes, limits.MaxMetricsCount);
        _bytes += series.FixedBytes;
        return series;
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

    /// <summary>Makes the largest series shorter, or takes out the largest instrument where no series is long.</summary>
    /// <returns>How many points that cost.</returns>
    private int Shrink()
    {
        var all = _resources.Values.SelectMany(static instruments => instruments.Values).ToList();
        var longest = all.SelectMany(static instrument => instrument.Series).MaxBy(static series => series.Bytes);
        if (longest?.PointCount >= MinPointsToHalve)
        {
            lock (longest)
            {
                var (before, count) = (longest.Bytes, longest.PointCount / 2);
                longest.RemoveOldest(count);
                _bytes -= before - longest.Bytes;
                return count;
            }
        }
        var largest = all.MaxBy(static instrument => instrument.Bytes)!;
        foreach (var instruments in _resources.Values)
        {
            if (instruments.GetValueOrDefault(largest.Descriptor.Key) == largest)
                instruments.Remove(largest.Descriptor.Key);
        }
        _bytes -= largest.Bytes;
        return largest.Series.Sum(static series => series.PointCount);
    }
}
