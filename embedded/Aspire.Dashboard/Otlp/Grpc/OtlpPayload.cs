using System.Buffers;
using Grpc.Core;

namespace Aspire.Dashboard.Otlp.Grpc;

/// <summary>The bytes of a request in a rented array: large batches would otherwise each leave garbage on the large object heap.</summary>
internal sealed class OtlpPayload(byte[] rented, int length) : IDisposable
{
    internal ReadOnlySpan<byte> Bytes => rented.AsSpan(0, length);

    internal static OtlpPayload Read(DeserializationContext context)
    {
        var sequence = context.PayloadAsReadOnlySequence();
        var length = checked((int)sequence.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        sequence.CopyTo(rented);
        return new OtlpPayload(rented, length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);
}
