using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Aspire.Dashboard.Otlp.Grpc;

/// <summary>
/// gzip and deflate for gRPC requests, with a bound on what they unpack to: the gRPC server itself only limits the
/// compressed size, so that a few kilobytes of zeros would unpack to gigabytes.
/// </summary>
internal sealed class BoundedCompression(string encodingName, Func<Stream, Stream> unpack, Func<Stream, Stream> pack) : ICompressionProvider
{
    internal static readonly BoundedCompression Gzip = new(
        "gzip",
        static stream => new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true),
        static stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    // What HTTP and gRPC call deflate is zlib's format.
    internal static readonly BoundedCompression Deflate = new(
        "deflate",
        static stream => new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true),
        static stream => new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    public string EncodingName => encodingName;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => pack(stream);

    public Stream CreateDecompressionStream(Stream stream) =>
        new BoundedStream(
            unpack(stream),
            OtlpLimits.MaxRequestBytes,
            static () => new RpcException(new Status(StatusCode.ResourceExhausted, BoundedStream.TooLargeMessage)),
            static e => new RpcException(new Status(StatusCode.InvalidArgument, $"The request cannot be decompressed: {e.Message}")));
}
