namespace Aspire.Dashboard.Otlp;

/// <summary>A stream to read from that fails once it has delivered more than it may.</summary>
/// <param name="inner">Where the bytes come from; closed with this stream.</param>
/// <param name="maxBytes">How much may be read.</param>
/// <param name="tooLarge">Makes the error for more than that.</param>
/// <param name="invalid">Makes the error for compressed data that is none.</param>
internal sealed class BoundedStream(Stream inner, long maxBytes, Func<Exception> tooLarge, Func<InvalidDataException, Exception> invalid) : Stream
{
    internal static readonly string TooLargeMessage =
        FormattableString.Invariant($"The request is larger than the {OtlpLimits.MaxRequestBytes >> 20} MiB that are accepted.");

    private long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Count(inner.Read(buffer));
        }
        catch (InvalidDataException e)
        {
            throw invalid(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (InvalidDataException e)
        {
            throw invalid(e);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _total += read;
        return _total > maxBytes ? throw tooLarge() : read;
    }
}
