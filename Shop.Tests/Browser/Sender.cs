using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Trace.V1;
using Resource = OpenTelemetry.Proto.Resource.V1.Resource;

namespace Shop.Tests.Browser;

/// <summary>A service that sends by OTLP/gRPC whatever a test makes up.</summary>
internal sealed class Sender : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private readonly Resource _resource;

    /// <summary>Connects.</summary>
    /// <param name="otlp">Where to, and the key.</param>
    /// <param name="service">The name that it sends under.</param>
    public Sender((Uri Endpoint, string Key) otlp, string service)
    {
        _channel = GrpcChannel.ForAddress(otlp.Endpoint);
        _headers = new Metadata { { "x-otlp-api-key", otlp.Key } };
        _resource = new Resource { Attributes = { Attribute("service.name", service) } };
    }

    /// <summary>An attribute with a text.</summary>
    public static KeyValue Attribute(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    /// <summary>A trace id or, with 8 bytes, a span id.</summary>
    public static ByteString Id(int bytes)
    {
        var id = new byte[bytes];
        Random.Shared.NextBytes(id);
        return ByteString.CopyFrom(id);
    }

    /// <summary>A span that ends now.</summary>
    public static Span Span(ByteString traceId, string name, TimeSpan duration)
    {
        var end = (ulong)(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalNanoseconds;
        return new Span
        {
            TraceId = traceId,
            SpanId = Id(8),
            Name = name,
            Kind = OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Server,
            StartTimeUnixNano = end - (ulong)duration.TotalNanoseconds,
            EndTimeUnixNano = end,
        };
    }

    /// <summary>Sends spans.</summary>
    public async Task SendAsync(IEnumerable<Span> spans, CancellationToken cancellation)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "Shop.Tests" } };
        scope.Spans.AddRange(spans);
        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = _resource, ScopeSpans = { scope } } } };
        await new TraceService.TraceServiceClient(_channel).ExportAsync(request, _headers, cancellationToken: cancellation);
    }

    /// <summary>Sends a log record that belongs to a span.</summary>
    public async Task SendAsync(Span span, string message, CancellationToken cancellation)
    {
        var record = new LogRecord
        {
            TimeUnixNano = span.EndTimeUnixNano,
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            SeverityNumber = SeverityNumber.Warn,
            Body = new AnyValue { StringValue = message },
            Attributes = { span.Attributes },
        };
        var scope = new ScopeLogs { Scope = new InstrumentationScope { Name = "Shop.Tests" }, LogRecords = { record } };
        var request = new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { Resource = _resource, ScopeLogs = { scope } } } };
        await new LogsService.LogsServiceClient(_channel).ExportAsync(request, _headers, cancellationToken: cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
