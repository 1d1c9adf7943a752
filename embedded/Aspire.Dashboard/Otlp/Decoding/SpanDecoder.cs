using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the spans of an <c>ExportTraceServiceRequest</c>.</summary>
internal sealed class SpanDecoder(TelemetryLimits limits, AttributeDecoder attributes, OriginDecoder origins)
{
    // Object header, fields and the place in the trace; arrays and long strings come on top.
    private const int BaseBytes = 200;

    private readonly SpanPartDecoder _parts = new(limits, attributes);

    internal List<Span> Spans { get; } = [];

    /// <summary>Spans without usable ids.</summary>
    internal int Invalid { get; private set; }

    /// <summary>Events and links beyond the limits.</summary>
    internal int DroppedParts => _parts.Dropped;

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
        _parts.Clear();
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
                    droppedEvents += _parts.ReadEvent(reader.ReadBytes()) ? 0u : 1u;
                    break;
                case (12, WireType.Varint):
                    droppedEvents += (uint)reader.ReadVarint();
                    break;
                case (13, WireType.Bytes):
                    droppedLinks += _parts.ReadLink(reader.ReadBytes()) ? 0u : 1u;
                    break;
                case (14, WireType.Varint):
                    droppedLinks += (uint)reader.ReadVarint();
                    break;
                case (15, WireType.Bytes):
                    (status, statusMessage) = _parts.ReadStatus(reader.ReadBytes());
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
            Events = _parts.TakeEvents(),
            Links = _parts.TakeLinks(),
            DroppedAttributes = (ushort)Math.Min(droppedAttributes, ushort.MaxValue),
            DroppedEvents = (ushort)Math.Min(droppedEvents, ushort.MaxValue),
            DroppedLinks = (ushort)Math.Min(droppedLinks, ushort.MaxValue),
            EstimatedBytes = BaseBytes + scope.UnsharedBytes + Sizes.Of(own) + Sizes.Of(name) + Sizes.Of(traceState) + Sizes.Of(statusMessage) + _parts.Bytes,
        });
    }
}
