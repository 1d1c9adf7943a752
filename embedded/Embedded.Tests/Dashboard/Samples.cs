using System.Buffers.Binary;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;
using OtlpSpan = OpenTelemetry.Proto.Trace.V1.Span;

namespace Embedded.Tests.Dashboard;

/// <summary>Makes OTLP requests as a sender would.</summary>
internal static class Samples
{
    /// <summary>2026-01-01 00:00:00 UTC.</summary>
    internal const ulong BaseNanos = 1_767_225_600_000_000_000;

    internal static readonly DateTime BaseTime = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    internal static ulong Seconds(double seconds) => BaseNanos + (ulong)(seconds * 1e9);

    internal static ByteString TraceIdBytes(ulong number)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), number);
        return ByteString.CopyFrom(bytes);
    }

    internal static ByteString SpanIdBytes(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>A span; times in seconds after <see cref="BaseTime"/>, ids as numbers, parent 0 for a root.</summary>
    internal static OtlpSpan Span(ulong trace, ulong id, ulong parent = 0, double start = 0, double end = 1, string? name = null, bool error = false, params (string Key, object Value)[] attributes)
    {
        var span = new OtlpSpan
        {
            TraceId = TraceIdBytes(trace),
            SpanId = SpanIdBytes(id),
            ParentSpanId = parent == 0 ? ByteString.Empty : SpanIdBytes(parent),
            Name = name ?? $"span {id}",
            Kind = OtlpSpan.Types.SpanKind.Server,
            StartTimeUnixNano = Seconds(start),
            EndTimeUnixNano = Seconds(end),
        };
        if (error)
            span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "it failed" };
        span.Attributes.AddRange(Attributes(attributes));
        return span;
    }

    internal static ExportTraceServiceRequest Traces(string service, params IEnumerable<OtlpSpan> spans) => Traces(service, null, spans);

    internal static ExportTraceServiceRequest Traces(string service, string? instance, IEnumerable<OtlpSpan> spans)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "test" } };
        scope.Spans.AddRange(spans);
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = Resource(service, instance), ScopeSpans = { scope } } } };
    }

    internal static LogRecord Log(string message, double time = 0, SeverityNumber severity = SeverityNumber.Info, params (string Key, object Value)[] attributes)
    {
        var record = new LogRecord { TimeUnixNano = Seconds(time), SeverityNumber = severity, Body = Value(message) };
        record.Attributes.AddRange(Attributes(attributes));
        return record;
    }

    internal static ExportLogsServiceRequest Logs(string service, params IEnumerable<LogRecord> records)
    {
        var scope = new ScopeLogs { Scope = new InstrumentationScope { Name = "Shop.Orders" } };
        scope.LogRecords.AddRange(records);
        return new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { Resource = Resource(service, null), ScopeLogs = { scope } } } };
    }

    internal static ExportMetricsServiceRequest Metrics(string service, params Metric[] metrics)
    {
        var scope = new ScopeMetrics { Scope = new InstrumentationScope { Name = "Shop" } };
        scope.Metrics.AddRange(metrics);
        return new ExportMetricsServiceRequest { ResourceMetrics = { new ResourceMetrics { Resource = Resource(service, null), ScopeMetrics = { scope } } } };
    }

    internal static Resource Resource(string service, string? instance)
    {
        var resource = new Resource();
        resource.Attributes.Add(new KeyValue { Key = "service.name", Value = Value(service) });
        if (instance is not null)
            resource.Attributes.Add(new KeyValue { Key = "service.instance.id", Value = Value(instance) });
        return resource;
    }

    internal static IEnumerable<KeyValue> Attributes(params (string Key, object Value)[] attributes) =>
        attributes.Select(attribute => new KeyValue { Key = attribute.Key, Value = Value(attribute.Value) });

    internal static AnyValue Value(object value) => value switch
    {
        string text => new AnyValue { StringValue = text },
        bool flag => new AnyValue { BoolValue = flag },
        int number => new AnyValue { IntValue = number },
        long number => new AnyValue { IntValue = number },
        double number => new AnyValue { DoubleValue = number },
        byte[] bytes => new AnyValue { BytesValue = ByteString.CopyFrom(bytes) },
        AnyValue any => any,
        _ => throw new ArgumentException($"No attribute holds a {value.GetType()}.", nameof(value)),
    };
}
