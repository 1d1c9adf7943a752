using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the records of an <c>ExportLogsServiceRequest</c>.</summary>
/// <param name="attributes">Reads attributes and values.</param>
/// <param name="origins">Reads resources and scopes.</param>
/// <param name="nowNanos">The time of a record that has none.</param>
internal sealed class LogDecoder(AttributeDecoder attributes, OriginDecoder origins, ulong nowNanos)
{
    private const int BaseBytes = 180;

    internal List<LogEntry> Entries { get; } = [];

    internal void Read(ReadOnlySpan<byte> request)
    {
        var reader = new ProtoReader(request);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Bytes))
                ReadResourceLogs(reader.ReadBytes());
            else
                reader.Skip();
        }
    }

    private void ReadResourceLogs(ReadOnlySpan<byte> resourceLogs)
    {
        var resource = origins.ReadResource(resourceLogs);
        var reader = new ProtoReader(resourceLogs);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                ReadScopeLogs(reader.ReadBytes(), resource);
            else
                reader.Skip();
        }
    }

    private void ReadScopeLogs(ReadOnlySpan<byte> scopeLogs, TelemetryResource resource)
    {
        var scope = origins.ReadScope(scopeLogs);
        var reader = new ProtoReader(scopeLogs);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                Entries.Add(ReadRecord(reader.ReadBytes(), resource, scope));
            else
                reader.Skip();
        }
    }

    private LogEntry ReadRecord(ReadOnlySpan<byte> record, TelemetryResource resource, TelemetryScope scope)
    {
        var (time, observed, severity, flags, dropped) = (0ul, 0ul, 0ul, 0u, 0ul);
        var (severityText, eventName, body) = ("", "", AttributeValue.Empty);
        var (traceId, spanId) = (default(TraceId), default(SpanId));
        var mark = attributes.Mark();

        var reader = new ProtoReader(record);
        while (reader.Next())
        {
            switch (reader.Field, reader.WireType)
            {
                case (1, WireType.Fixed64):
                    time = reader.ReadFixed64();
                    break;
                case (2, WireType.Varint):
                    severity = reader.ReadVarint();
                    break;
                case (3, WireType.Bytes):
                    severityText = attributes.ReadString(reader.ReadBytes());
                    break;
                case (5, WireType.Bytes):
                    body = attributes.ReadValue(reader.ReadBytes());
                    break;
                case (6, WireType.Bytes):
                    dropped += attributes.Push(reader.ReadBytes(), mark) ? 0u : 1u;
                    break;
                case (7, WireType.Varint):
                    dropped += (uint)reader.ReadVarint();
                    break;
                case (8, WireType.Fixed32):
                    flags = reader.ReadFixed32();
                    break;
                case (9, WireType.Bytes):
                    traceId = Ids.ReadTraceId(reader.ReadBytes());
                    break;
                case (10, WireType.Bytes):
                    spanId = Ids.ReadSpanId(reader.ReadBytes());
                    break;
                case (11, WireType.Fixed64):
                    observed = reader.ReadFixed64();
                    break;
                case (12, WireType.Bytes):
                    eventName = attributes.ReadString(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var own = attributes.Pop(mark);
        return new LogEntry
        {
            Resource = resource,
            Scope = scope,
            TimeNanos = time != 0 ? time : observed != 0 ? observed : nowNanos,
            ObservedTimeNanos = observed,
            SeverityNumber = (byte)(severity > 24 ? 0 : severity),
            SeverityText = severityText,
            Body = body,
            Attributes = own,
            DroppedAttributes = (ushort)Math.Min(dropped, ushort.MaxValue),
            TraceId = traceId,
            SpanId = spanId,
            Flags = flags,
            EventName = eventName,
            EstimatedBytes = BaseBytes + scope.UnsharedBytes + Sizes.Of(own) + body.HeapBytes + Sizes.Of(severityText) + Sizes.Of(eventName),
        };
    }
}
