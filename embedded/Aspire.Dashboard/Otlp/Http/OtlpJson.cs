using System.Text;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Metrics.V1;

namespace Aspire.Dashboard.Otlp.Http;

/// <summary>
/// OTLP's JSON encoding, turned into the binary one, so that there is a single decoder. It is proto3's JSON mapping with one
/// exception: trace and span ids are hex where the mapping has base64.
/// Rules: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding.
/// </summary>
internal static class OtlpJson
{
    // A document takes many times its size as objects, so only one at a time is.
    private static readonly Lock OneAtATime = new();

    // Unknown fields must be ignored: the sender may know a later version.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <exception cref="OtlpFormatException">The text is not the signal's request message.</exception>
    internal static byte[] ToProtobuf(OtlpSignal signal, ReadOnlySpan<byte> json)
    {
        try
        {
            lock (OneAtATime)
                return Parse(signal, Encoding.UTF8.GetString(json)).ToByteArray();
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new OtlpFormatException($"The payload is not valid OTLP JSON: {e.Message}");
        }
    }

    private static IMessage Parse(OtlpSignal signal, string text) => signal switch
    {
        OtlpSignal.Traces => WithIds(Parser.Parse<ExportTraceServiceRequest>(text)),
        OtlpSignal.Metrics => WithIds(Parser.Parse<ExportMetricsServiceRequest>(text)),
        _ => WithIds(Parser.Parse<ExportLogsServiceRequest>(text)),
    };

    private static ExportTraceServiceRequest WithIds(ExportTraceServiceRequest request)
    {
        foreach (var span in request.ResourceSpans.SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans))
        {
            span.TraceId = FromHex(span.TraceId);
            span.SpanId = FromHex(span.SpanId);
            span.ParentSpanId = FromHex(span.ParentSpanId);
            foreach (var link in span.Links)
            {
                link.TraceId = FromHex(link.TraceId);
                link.SpanId = FromHex(link.SpanId);
            }
        }
        return request;
    }

    private static ExportLogsServiceRequest WithIds(ExportLogsServiceRequest request)
    {
        foreach (var record in request.ResourceLogs.SelectMany(static resource => resource.ScopeLogs).SelectMany(static scope => scope.LogRecords))
        {
            record.TraceId = FromHex(record.TraceId);
            record.SpanId = FromHex(record.SpanId);
        }
        return request;
    }

    private static ExportMetricsServiceRequest WithIds(ExportMetricsServiceRequest request)
    {
        foreach (var exemplar in request.ResourceMetrics.SelectMany(static resource => resource.ScopeMetrics).SelectMany(static scope => scope.Metrics).SelectMany(Exemplars))
        {
            exemplar.TraceId = FromHex(exemplar.TraceId);
            exemplar.SpanId = FromHex(exemplar.SpanId);
        }
        return request;
    }

    private static IEnumerable<Exemplar> Exemplars(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.SelectMany(static point => point.Exemplars),
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.SelectMany(static point => point.Exemplars),
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.SelectMany(static point => point.Exemplars),
        Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.SelectMany(static point => point.Exemplars),
        _ => [],
    };

    /// <summary>
    /// The id that was written in hex. The parser took the hex digits for base64, of which they are a valid case (both
    /// lengths are multiples of four), so encoding its bytes again gives the digits back.
    /// </summary>
    private static ByteString FromHex(ByteString misread)
    {
        try
        {
            return ByteString.CopyFrom(Convert.FromHexString(misread.ToBase64()));
        }
        catch (FormatException)
        {
            // Not hex: no id, which is what the decoder makes of a wrong length.
            return ByteString.Empty;
        }
    }
}
