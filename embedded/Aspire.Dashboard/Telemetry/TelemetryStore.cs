using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Queries;
using Aspire.Dashboard.Telemetry.Traces;
using Microsoft.Extensions.Options;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Telemetry in memory, bounded by <see cref="TelemetryLimits"/>.</summary>
internal sealed class TelemetryStore : ITelemetryStore, ITelemetrySink, IDisposable
{
    private readonly ResourceRegistry _resources;
    private readonly ScopePool _scopes = new();
    private readonly TraceStore _traces;
    private readonly LogStore _logs;
    private readonly MetricStore _metrics;
    private readonly ChangeNotifier _notifier;
    private readonly TimeProvider _time;
    private long _toldDrops;

    public TelemetryStore(IOptions<TelemetryLimits> limits, TimeProvider time, ILogger<TelemetryStore> logger)
    {
        Limits = limits.Value;
        Drops = new DropCounters(Limits, time);
        _resources = new ResourceRegistry(Limits, Drops, time);
        _traces = new TraceStore(Limits, Drops);
        _logs = new LogStore(Limits, Drops);
        _metrics = new MetricStore(Limits, Drops);
        _time = time;
        _notifier = new ChangeNotifier(time, logger);
    }

    public TelemetryLimits Limits { get; }

    public DropCounters Drops { get; }

    public StringPool Strings { get; } = new();

    public TelemetryResource ResolveResource(ResourceKey key, TelemetryAttribute[] attributes)
    {
        var resource = _resources.Resolve(key, attributes, out var isNew, out var evicted);
        if (evicted is not null)
            ForgetTelemetry(TelemetryKinds.All, other => other == evicted);
        if (isNew)
            _notifier.Notify(TelemetryKinds.Resources);
        return resource;
    }

    public TelemetryScope ResolveScope(TelemetryAttribute[] attributes, string name, string version) => _scopes.Get(name, version, attributes);

    public int AddSpans(IReadOnlyList<Span> spans)
    {
        var refused = _traces.Add(spans);
        NotifyOf(TelemetryKinds.Traces);
        return refused;
    }

    public void AddLogs(IReadOnlyList<LogEntry> entries)
    {
        _logs.Add(entries);
        NotifyOf(TelemetryKinds.Logs);
    }

    public int AddMetrics(IReadOnlyList<MetricBatch> batches)
    {
        var refused = _metrics.Add(batches);
        NotifyOf(TelemetryKinds.Metrics);
        return refused;
    }

    public IReadOnlyList<ResourceSummary> GetResources()
    {
        var instruments = _metrics.InstrumentCounts();
        var spans = _traces.SpanCounts();
        var logs = _logs.Counts();
        return
        [
            .. _resources.Snapshot()
                .Select(entry =>
                {
                    var logCounts = logs.GetValueOrDefault(entry.Resource);
                    return new ResourceSummary(entry.Resource, spans.GetValueOrDefault(entry.Resource), logCounts.All, logCounts.Errors, instruments.GetValueOrDefault(entry.Resource), entry.LastSeen);
                })
                .OrderBy(summary => summary.Key.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(summary => summary.Key.InstanceId, StringComparer.OrdinalIgnoreCase),
        ];
    }

    public TracePage QueryTraces(TraceQuery query) => TraceQueries.Page(_traces.Snapshot(), query);

    public TraceDetail? GetTrace(TraceId traceId) => _traces.Find(traceId) is { } trace ? TraceTree.Build(trace) : null;

    public IReadOnlyList<IReadOnlyList<Span>> QuerySpans(TraceQuery query) => TraceQueries.Spans(_traces.Snapshot(), query);

    public Page<LogEntry> QueryLogs(LogQuery query) => _logs.Query(query);

    public IReadOnlyList<InstrumentSummary> GetInstruments(ResourceKey resource) => _metrics.Instruments(resource);

    public MetricView? QueryMetric(MetricQuery query) => _metrics.Query(query, _time.GetUtcNow());

    public IReadOnlyList<string> GetFilterFields(TelemetryKinds kind, ResourceKey? resource = null) =>
        FilterSuggestions.Fields(kind, _traces, _logs, resource);

    public IReadOnlyList<string> GetFilterValues(TelemetryKinds kind, string field) =>
        FilterSuggestions.Values(kind, field, _traces, _logs);

    public IReadOnlyList<DroppedData> GetDropped() => Drops.Read();

    public void Clear(TelemetryKinds kinds, ResourceKey? resource = null)
    {
        ForgetTelemetry(kinds, candidate => resource?.Selects(candidate.Key) != false);
        if (kinds.HasFlag(TelemetryKinds.Dropped) && resource is null)
            Drops.Reset();
        if (kinds.HasFlag(TelemetryKinds.Resources))
        {
            foreach (var (known, _) in _resources.Snapshot().Where(entry => resource?.Selects(entry.Resource.Key) != false))
                _resources.Forget(known.Key);
        }
        _notifier.Notify(kinds | TelemetryKinds.Resources);
    }

    public IDisposable Subscribe(Action<TelemetryKinds> changed) => _notifier.Subscribe(changed);

    public void Dispose() => _notifier.Dispose();

    private void ForgetTelemetry(TelemetryKinds kinds, Func<TelemetryResource, bool> isSelected)
    {
        if (kinds.HasFlag(TelemetryKinds.Traces))
            _traces.Clear(isSelected);
        if (kinds.HasFlag(TelemetryKinds.Logs))
            _logs.Clear(isSelected);
        if (kinds.HasFlag(TelemetryKinds.Metrics))
            _metrics.Clear(isSelected);
    }

    // Not only what the store itself drops: attributes are cut while a payload is decoded, before it gets here.
    private void NotifyOf(TelemetryKinds kind)
    {
        var total = Drops.Total;
        var hasDropped = Interlocked.Exchange(ref _toldDrops, total) != total;
        _notifier.Notify(hasDropped ? kind | TelemetryKinds.Dropped : kind);
    }
}
