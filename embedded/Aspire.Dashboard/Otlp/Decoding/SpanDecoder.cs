using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the spans of an <c>ExportTraceServiceRequest</c>.</summary>
internal sealed class SpanDecoder(TelemetryLimits limits, AttributeDecoder attributes, OriginDecoder origins)
{
    // Object header, fields and the place in the trace; arrays and long strings come on top.
    private const int BaseBytes = 200;

    private readonly List<SpanEvent> _events = [];
    private readonly List<SpanLink> _links = [];

    internal List<Span> Spans { get; } = [];

    /// <summary>Spans without usable ids.</summary>
    internal int Invalid { get; private set; }

    /// <summary>Events and links beyond the limits.</summary>
    internal int DroppedParts { get; private set; }

    internal void Read(ReadOnlySpan<byte> request)
    {
        var reader = new ProtoReader(request);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Bytes))
                ReadResourceSpans(reader.ReadBytes());
            else
                reader.Skip();
        }
    }

    private void ReadResourceSpans(ReadOnlySpan<byte> resourceSpans)
    {
        var resource = origins.ReadResource(resourceSpans);
        var reader = new ProtoReader(resourceSpans);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                ReadScopeSpans(reader.ReadBytes(), resource);
            else
                reader.Skip();
        }
    }

    private void ReadScopeSpans(ReadOnlySpan<byte> scopeSpans, TelemetryResource resource)
    {
        var scope = origins.ReadScope(scopeSpans);
        var reader = new ProtoReader(scopeSpans);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                ReadSpan(reader.ReadBytes(), resource, scope);
            else
                reader.Skip();
        }
    }

    private void ReadSpan(ReadOnlySpan<byte> span, TelemetryResource resource, TelemetryScope scope)
    {
        var (traceId, spanId, parentId, isParentValid) = (default(TraceId), default(SpanId), default(SpanId), true);
        var (name, traceState, statusMessage) = ("", (string?)null, (string?)null);
        var (kind, status, flags, start, end) = (SpanKind.Unspecified, SpanStatus.Unset, 0u, 0ul, 0ul);
        var (droppedAttributes, droppedEvents, droppedLinks) = (0ul, 0ul, 0ul);
        _events.Clear();
        _links.Clear();
        var mark = attributes.Mark();

        var reader = new ProtoReader(span);
        while (reader.Next())
        {
            switch (reader.Field, reader.WireType)
            {
                case (1, WireType.Bytes):
                    traceId = Ids.ReadTraceId(reader.ReadBytes());
                    break;
                case (2, WireType.Bytes):
                    spanId = Ids.ReadSpanId(reader.ReadBytes());
                    break;
                case (3, WireType.Bytes):
                    traceState = attributes.ReadString(reader.ReadBytes());
                    break;
                case (4, WireType.Bytes):
                    var parent = reader.ReadBytes();
                    parentId = Ids.ReadSpanId(parent);
                    isParentValid = parent.Length is 0 or SpanId.ByteCount;
                    break;
                case (5, WireType.Bytes):
                    name = attributes.ReadString(reader.ReadBytes());
                    break;
                case (6, WireType.Varint):
                    kind = (SpanKind)Math.Min(reader.ReadVarint(), byte.MaxValue);
                    break;
                case (7, WireType.Fixed64):
                    start = reader.ReadFixed64();
                    break;
                case (8, WireType.Fixed64):
                    end = reader.ReadFixed64();
                    break;
                case (9, WireType.Bytes):
                    droppedAttributes += attributes.Push(reader.ReadBytes(), mark) ? 0u : 1u;
                    break;
                case (10, WireType.Varint):
                    droppedAttributes += (uint)reader.ReadVarint();
                    break;
                case (11, WireType.Bytes):
                    droppedEvents += ReadEvent(reader.ReadBytes()) ? 0u : 1u;
                    break;
                case (12, WireType.Varint):
                    droppedEvents += (uint)reader.ReadVarint();
                    break;
                case (13, WireType.Bytes):
                    droppedLinks += ReadLink(reader.ReadBytes()) ? 0u : 1u;
                    break;
                case (14, WireType.Varint):
                    droppedLinks += (uint)reader.ReadVarint();
                    break;
                case (15, WireType.Bytes):
                    (status, statusMessage) = ReadStatus(reader.ReadBytes());
                    break;
                case (16, WireType.Fixed32):
                    flags = reader.ReadFixed32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var own = attributes.Pop(mark);
        if (traceId.IsNone || spanId.IsNone || !isParentValid)
        {
            Invalid++;
            return;
        }
        Spans.Add(new Span
        {
            TraceId = traceId,
            SpanId = spanId,
            ParentSpanId = parentId,
            Resource = resource,
            Scope = scope,
            Name = name,
            Kind = kind > SpanKind.Consumer ? SpanKind.Unspecified : kind,
            StartNanos = start,
            EndNanos = Math.Max(start, end),
            Status = status,
            StatusMessage = string.IsNullOrEmpty(statusMessage) ? null : statusMessage,
            TraceState = string.IsNullOrEmpty(traceState) ? null : traceState,
            Flags = flags,
            Attributes = own,
            Events = _events.Count == 0 ? [] : [.. _events],
            Links = _links.Count == 0 ? [] : [.. _links],
            DroppedAttributes = (ushort)Math.Min(droppedAttributes, ushort.MaxValue),
            DroppedEvents = (ushort)Math.Min(droppedEvents, ushort.MaxValue),
            DroppedLinks = (ushort)Math.Min(droppedLinks, ushort.MaxValue),
            EstimatedBytes = Estimate(own, name, traceState, statusMessage),
        });
    }

    private bool ReadEvent(ReadOnlySpan<byte> message)
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
        var spanEvent = new SpanEvent(name, time, attributes.Pop(mark));
        return Keep(_events, spanEvent, limits.MaxSpanEventCount);
    }

    private bool ReadLink(ReadOnlySpan<byte> message)
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
        var link = new SpanLink(traceId, spanId, state, flags, attributes.Pop(mark));
        return Keep(_links, link, limits.MaxSpanLinkCount);
    }

    private bool Keep<T>(List<T> parts, T part, int limit)
    {
        if (parts.Count < limit)
        {
            parts.Add(part);
            return true;
        }
        DroppedParts++;
        return false;
    }

    private (SpanStatus Status, string? Message) ReadStatus(ReadOnlySpan<byte> message)
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

    private int Estimate(TelemetryAttribute[] own, string name, string? traceState, string? statusMessage)
    {
        var bytes = BaseBytes + Sizes.Of(own) + Sizes.Of(name) + Sizes.Of(traceState) + Sizes.Of(statusMessage);
        foreach (var spanEvent in _events)
            bytes += 64 + (2 * spanEvent.Name.Length) + Sizes.Of(spanEvent.Attributes);
        foreach (var link in _links)
            bytes += 96 + Sizes.Of(link.Attributes);
        return bytes;
    }
}
