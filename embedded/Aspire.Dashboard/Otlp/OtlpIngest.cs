using Aspire.Dashboard.Otlp.Decoding;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp;

/// <summary>
/// Takes a request in OTLP's protobuf encoding and stores what it carries. All transports end here. A malformed request
/// stores nothing.
/// </summary>
internal sealed class OtlpIngest(ITelemetrySink sink, TimeProvider time)
{
    /// <exception cref="OtlpFormatException">The payload is not the signal's request message.</exception>
    internal OtlpResult Ingest(OtlpSignal signal, ReadOnlySpan<byte> request)
    {
        var attributes = new AttributeDecoder(sink.Limits, sink.Strings);
        var origins = new OriginDecoder(sink, attributes);
        return signal switch
        {
            OtlpSignal.Traces => IngestSpans(request, attributes, origins),
            OtlpSignal.Logs => IngestLogs(request, attributes, origins),
            _ => IngestMetrics(request, attributes, origins),
        };
    }

    // Before the records are added: the store then tells of both at once.
    private void CountLosses(AttributeDecoder attributes, int invalid)
    {
        sink.Drops.Count(DropReason.Attributes, attributes.DroppedAttributes);
        sink.Drops.Count(DropReason.AttributeLength, attributes.CutValues);
        sink.Drops.Count(DropReason.Invalid, invalid);
    }

    private OtlpResult IngestSpans(ReadOnlySpan<byte> request, AttributeDecoder attributes, OriginDecoder origins)
    {
        var decoder = new SpanDecoder(sink.Limits, attributes, origins);
        decoder.Read(request);
        CountLosses(attributes, decoder.Invalid);
        sink.Drops.Count(DropReason.EventsAndLinks, decoder.DroppedParts);
        var beyondLimit = decoder.Spans.Count == 0 ? 0 : sink.AddSpans(decoder.Spans);

        var reasons = new List<string>();
        if (decoder.Invalid > 0)
            reasons.Add($"{decoder.Invalid} spans have no valid trace_id (16 bytes, not all zero), span_id (8 bytes, not all zero) or parent_span_id (8 bytes)");
        if (beyondLimit > 0)
            reasons.Add($"{beyondLimit} spans belong to traces that already have {sink.Limits.MaxSpansPerTrace} spans");
        return new OtlpResult(OtlpSignal.Traces, decoder.Invalid + beyondLimit, string.Join("; ", reasons));
    }

    private OtlpResult IngestLogs(ReadOnlySpan<byte> request, AttributeDecoder attributes, OriginDecoder origins)
    {
        var decoder = new LogDecoder(attributes, origins, UnixNanos.From(time.GetUtcNow()));
        decoder.Read(request);
        CountLosses(attributes, 0);
        if (decoder.Entries.Count > 0)
            sink.AddLogs(decoder.Entries);
        return new OtlpResult(OtlpSignal.Logs, 0, "");
    }

    private OtlpResult IngestMetrics(ReadOnlySpan<byte> request, AttributeDecoder attributes, OriginDecoder origins)
    {
        var decoder = new MetricDecoder(attributes, origins);
        decoder.Read(request);
        CountLosses(attributes, decoder.Invalid);
        var beyondLimit = decoder.Batches.Count == 0 ? 0 : sink.AddMetrics(decoder.Batches);

        var reasons = new List<string>();
        if (decoder.Invalid > 0)
            reasons.Add($"{decoder.Invalid} data points have no time, no finite value, or buckets that do not fit together");
        if (beyondLimit > 0)
            reasons.Add($"{beyondLimit} data points are of more series or instruments than are kept");
        return new OtlpResult(OtlpSignal.Metrics, decoder.Invalid + beyondLimit, string.Join("; ", reasons));
    }
}
