using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the messages inside a span: its events, its links and its status. Gathers those of one span at a time.</summary>
internal sealed class SpanPartDecoder(TelemetryLimits limits, AttributeDecoder attributes)
{
    private const int EventBytes = 72;
    private const int LinkBytes = 104;

    private readonly List<SpanEvent> _events = [];
    private readonly List<SpanLink> _links = [];

    /// <summary>Events and links beyond the limits, of all spans so far.</summary>
    internal int Dropped { get; private set; }

    /// <summary>About how many bytes the events and links of the span at hand take.</summary>
    internal int Bytes { get; private set; }

    internal void Clear()
    {
        _events.Clear();
        _links.Clear();
        Bytes = 0;
    }

    internal SpanEvent[] TakeEvents() => _events.Count == 0 ? [] : [.. _events];

    internal SpanLink[] TakeLinks() => _links.Count == 0 ? [] : [.. _links];

    /// <returns>False if the span already has as many as are kept.</returns>
    internal bool ReadEvent(ReadOnlySpan<byte> message)
    {
        var (name, time, mark) = ("", 0ul, attributes.Mark());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Fixed64))
                time = reader.ReadFixed64();
            else if (reader.Is(2, WireType.Bytes))
                name = attributes.ReadString(reader.ReadBytes());
            else if (reader.Is(3, WireType.Bytes))
                attributes.Push(reader.ReadBytes(), mark);
            else
                reader.Skip();
        }
        var own = attributes.Pop(mark);
        return Keep(_events, new SpanEvent(name, time, own), limits.MaxSpanEventCount, EventBytes + Sizes.Of(name) + Sizes.Of(own));
    }

    /// <returns>False if the span already has as many as are kept.</returns>
    internal bool ReadLink(ReadOnlySpan<byte> message)
    {
        var (traceId, spanId, state, flags, mark) = (default(TraceId), default(SpanId), "", 0u, attributes.Mark());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Bytes))
                traceId = Ids.ReadTraceId(reader.ReadBytes());
            else if (reader.Is(2, WireType.Bytes))
                spanId = Ids.ReadSpanId(reader.ReadBytes());
            else if (reader.Is(3, WireType.Bytes))
                state = attributes.ReadString(reader.ReadBytes());
            else if (reader.Is(4, WireType.Bytes))
                attributes.Push(reader.ReadBytes(), mark);
            else if (reader.Is(6, WireType.Fixed32))
                flags = reader.ReadFixed32();
            else
                reader.Skip();
        }
        var own = attributes.Pop(mark);
        return Keep(_links, new SpanLink(traceId, spanId, state, flags, own), limits.MaxSpanLinkCount, LinkBytes + Sizes.Of(state) + Sizes.Of(own));
    }

    internal (SpanStatus Status, string? Message) ReadStatus(ReadOnlySpan<byte> message)
    {
        var (status, text) = (SpanStatus.Unset, (string?)null);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                text = attributes.ReadString(reader.ReadBytes());
            else if (reader.Is(3, WireType.Varint))
                status = reader.ReadVarint() switch { 1 => SpanStatus.Ok, 2 => SpanStatus.Error, _ => SpanStatus.Unset };
            else
                reader.Skip();
        }
        return (status, text);
    }

    private bool Keep<T>(List<T> parts, T part, int limit, int bytes)
    {
        if (parts.Count >= limit)
        {
            Dropped++;
            return false;
        }
        parts.Add(part);
        Bytes += bytes;
        return true;
    }
}
