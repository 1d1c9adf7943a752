using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Embedded.Tests.Dashboard;

/// <summary>A store behind the real decoder, on a clock that stands still.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly TelemetryStore _store;
    private readonly OtlpIngest _ingest;

    internal TestStore(Action<TelemetryLimits>? configure = null)
    {
        var limits = new TelemetryLimits();
        configure?.Invoke(limits);
        _store = new TelemetryStore(Options.Create(limits), Time, NullLogger<TelemetryStore>.Instance);
        _ingest = new OtlpIngest(_store, Time);
    }

    internal FakeTimeProvider Time { get; } = new(Samples.BaseTime);

    internal ITelemetryStore Read => _store;

    internal OtlpResult Add(ExportTraceServiceRequest request) => _ingest.Ingest(OtlpSignal.Traces, request.ToByteArray());

    internal OtlpResult Add(ExportLogsServiceRequest request) => _ingest.Ingest(OtlpSignal.Logs, request.ToByteArray());

    internal OtlpResult Add(ExportMetricsServiceRequest request) => _ingest.Ingest(OtlpSignal.Metrics, request.ToByteArray());

    internal OtlpResult Add(OtlpSignal signal, byte[] payload) => _ingest.Ingest(signal, payload);

    internal long Dropped(DropReason reason) => _store.GetDropped().SingleOrDefault(dropped => dropped.Reason == reason)?.Count ?? 0;

    internal TraceDetail Trace(ulong number) => _store.GetTrace(new TraceId(number))!;

    internal int TracesOf(string resource) => _store.QueryTraces(new TraceQuery { Resource = new ResourceKey(resource) }).TotalCount;

    internal int LogsOf(string resource) => _store.QueryLogs(new LogQuery { Resource = new ResourceKey(resource) }).TotalCount;

    public void Dispose() => _store.Dispose();
}
