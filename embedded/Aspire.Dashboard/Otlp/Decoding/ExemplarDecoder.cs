using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the exemplars of one data point at a time, and keeps those that lead somewhere: to a trace.</summary>
internal sealed class ExemplarDecoder(AttributeDecoder attributes)
{
    private readonly List<MetricExemplar> _exemplars = [];

    internal void Clear() => _exemplars.Clear();

    internal MetricExemplar[] Take() => _exemplars.Count == 0 ? [] : [.. _exemplars];

    internal void Read(ReadOnlySpan<byte> message)
    {
        var (time, value, traceId, spanId, mark) = (0ul, 0.0, default(TraceId), default(SpanId), attributes.Mark());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field, reader.WireType)
            {
                case (2, WireType.Fixed64):
                    time = reader.ReadFixed64();
                    break;
                case (3, WireType.Fixed64):
                    value = reader.ReadDouble();
                    break;
                case (4, WireType.Bytes):
                    spanId = Ids.ReadSpanId(reader.ReadBytes());
                    break;
                case (5, WireType.Bytes):
                    traceId = Ids.ReadTraceId(reader.ReadBytes());
                    break;
                case (6, WireType.Fixed64):
                    value = (long)reader.ReadFixed64();
                    break;
                case (7, WireType.Bytes):
                    attributes.Push(reader.ReadBytes(), mark);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        var filtered = attributes.Pop(mark);
        if (!traceId.IsNone && double.IsFinite(value))
            _exemplars.Add(new MetricExemplar(UnixNanos.ToDateTime(time), value, traceId, spanId, filtered));
    }
}
