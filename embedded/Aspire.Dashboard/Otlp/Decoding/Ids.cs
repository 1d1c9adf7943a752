using System.Buffers.Binary;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Ids as OTLP carries them: big-endian bytes.</summary>
internal static class Ids
{
    /// <summary>The id, or none if there are not exactly 16 bytes.</summary>
    internal static TraceId ReadTraceId(ReadOnlySpan<byte> bytes) =>
        bytes.Length == TraceId.ByteCount ? new TraceId(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : default;

    /// <summary>The id, or none if there are not exactly 8 bytes.</summary>
    internal static SpanId ReadSpanId(ReadOnlySpan<byte> bytes) =>
        bytes.Length == SpanId.ByteCount ? new SpanId(BinaryPrimitives.ReadUInt64BigEndian(bytes)) : default;
}
