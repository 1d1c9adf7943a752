using System.Buffers;
using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Aspire.Dashboard.Otlp.Http;

/// <summary>Reads the body of an OTLP/HTTP request into a rented array, decompressed and never larger than allowed.</summary>
internal sealed class OtlpBody(byte[] rented, int length) : IDisposable
{
    private const int FirstBufferBytes = 64 << 10;

    internal ReadOnlySpan<byte> Bytes => rented.AsSpan(0, length);

    /// <exception cref="OtlpHttpException">413: too large; 415: unknown compression; 400: broken compression.</exception>
    internal static async Task<OtlpBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > OtlpLimits.MaxRequestBytes)
            throw TooLarge();
        await using var stream = new BoundedStream(
            Decompress(request), OtlpLimits.MaxRequestBytes, TooLarge, static e => new OtlpHttpException(StatusCodes.Status400BadRequest, $"The body cannot be decompressed: {e.Message}"));

        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength is > 0 and { } length ? length : FirstBufferBytes));
        var filled = 0;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken) is > 0 and var read)
            {
                filled += read;
                if (filled == buffer.Length)
                    buffer = Grow(buffer);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
        return new OtlpBody(buffer, filled);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static Stream Decompress(HttpRequest request)
    {
        var encoding = request.Headers[HeaderNames.ContentEncoding].ToString();
        return encoding.ToLowerInvariant() switch
        {
            "" or "identity" => request.Body,
            "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
            _ => throw new OtlpHttpException(StatusCodes.Status415UnsupportedMediaType, "Content-Encoding must be gzip or identity."),
        };
    }

    private static OtlpHttpException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, BoundedStream.TooLargeMessage);
}
