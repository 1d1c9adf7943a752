using System.Buffers.Text;

namespace Shop.Bench.Load;

/// <summary>
/// Finds the end of an HTTP/1.1 answer (RFC 9112, section 6) while its bytes arrive, and its status. It keeps nothing of the
/// body: a load generator that shares the machine with what it measures must read an answer for as little CPU as it can.
/// </summary>
internal sealed class HttpAnswerFraming
{
    private enum Part
    {
        Head,
        SizedBody,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        Done,
    }

    private const int MaxHeadBytes = 16 * 1024;

    private readonly byte[] _head = new byte[MaxHeadBytes];
    private int _headLength;
    private Part _part = Part.Head;
    private long _left;
    private long _chunkSize;
    private bool _inChunkExtension;
    private int _lineLength;

    /// <summary>The status of the answer; 0 until its head is complete.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the server closes the connection after this answer.</summary>
    public bool Closes { get; private set; }

    /// <summary>Bytes of body so far, without chunk framing.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Makes ready for the next answer.</summary>
    public void Reset()
    {
        _part = Part.Head;
        _headLength = 0;
        _left = 0;
        _lineLength = 0;
        Status = 0;
        Closes = false;
        BodyBytes = 0;
    }

    /// <summary>Takes the bytes that have arrived.</summary>
    /// <param name="bytes">The bytes, in the order they came.</param>
    /// <returns>Whether the answer is complete.</returns>
    /// <exception cref="InvalidDataException">The bytes are no HTTP/1.1 answer of known length.</exception>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        while (_part != Part.Done && !bytes.IsEmpty)
        {
            bytes = _part switch
            {
                Part.Head => TakeHead(bytes),
                Part.SizedBody => TakeData(bytes, Part.Done),
                Part.ChunkSize => TakeChunkSize(bytes),
                Part.ChunkData => TakeData(bytes, Part.ChunkEnd),
                Part.ChunkEnd => TakeChunkEnd(bytes),
                _ => TakeTrailer(bytes),
            };
        }
        return _part == Part.Done;
    }

    private ReadOnlySpan<byte> TakeHead(ReadOnlySpan<byte> bytes)
    {
        var copied = Math.Min(bytes.Length, MaxHeadBytes - _headLength);
        if (copied == 0)
            throw new InvalidDataException($"The answer's head is longer than {MaxHeadBytes} bytes.");
        bytes[..copied].CopyTo(_head.AsSpan(_headLength));
        // The end may lie across two reads: look again at the last three bytes of what was there.
        var from = Math.Max(0, _headLength - 3);
        var end = _head.AsSpan(from, _headLength + copied - from).IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            _headLength += copied;
            return bytes[copied..];
        }
        var headEnd = from + end + 4;
        ReadHead(_head.AsSpan(0, headEnd));
        return bytes[(headEnd - _headLength)..];
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out _))
            throw new InvalidDataException("The answer does not start with an HTTP/1.1 status line.");
        Status = status;
        long? length = null;
        var chunked = false;
        for (var rest = head[(head.IndexOf("\r\n"u8) + 2)..]; rest.Length > 2; rest = rest[(rest.IndexOf("\r\n"u8) + 2)..])
        {
            var line = rest[..rest.IndexOf("\r\n"u8)];
            if (Is(line, "content-length:"u8, out var value) && Utf8Parser.TryParse(value, out long parsed, out _))
                length = parsed;
            else if (Is(line, "transfer-encoding:"u8, out value))
                chunked = System.Text.Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Is(line, "connection:"u8, out value))
                Closes = System.Text.Ascii.EqualsIgnoreCase(value, "close"u8);
        }
        var hasNoBody = status is 204 or 304;
        if (!hasNoBody && !chunked && length is null)
            throw new InvalidDataException("The answer has neither a Content-Length nor chunks.");
        _left = length ?? 0;
        _part = hasNoBody || (!chunked && _left == 0) ? Part.Done : chunked ? StartChunk() : Part.SizedBody;
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var found = line.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name);
        value = found ? line[name.Length..].Trim((byte)' ') : default;
        return found;
    }

    private Part StartChunk()
    {
        _chunkSize = 0;
        _inChunkExtension = false;
        return Part.ChunkSize;
    }

    private ReadOnlySpan<byte> TakeData(ReadOnlySpan<byte> bytes, Part next)
    {
        var taken = (int)Math.Min(bytes.Length, _left);
        _left -= taken;
        BodyBytes += taken;
        if (_left == 0)
            _part = next;
        return bytes[taken..];
    }

    private ReadOnlySpan<byte> TakeChunkSize(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b == (byte)'\n')
            {
                _left = _chunkSize;
                _lineLength = 0;
                _part = _chunkSize == 0 ? Part.Trailer : Part.ChunkData;
                return bytes[(i + 1)..];
            }
            _inChunkExtension |= b == (byte)';';
            if (!_inChunkExtension && b != (byte)'\r')
                _chunkSize = (_chunkSize * 16) + HexDigit(b);
        }
        return default;
    }

    private static int HexDigit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => throw new InvalidDataException("A chunk's size is not hexadecimal."),
    };

    private ReadOnlySpan<byte> TakeChunkEnd(ReadOnlySpan<byte> bytes)
    {
        var newline = bytes.IndexOf((byte)'\n');
        if (newline < 0)
            return default;
        _part = StartChunk();
        return bytes[(newline + 1)..];
    }

    // The answer ends with the first empty line after the last chunk.
    private ReadOnlySpan<byte> TakeTrailer(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == (byte)'\n' && _lineLength == 0)
            {
                _part = Part.Done;
                return bytes[(i + 1)..];
            }
            _lineLength = bytes[i] switch { (byte)'\n' => 0, (byte)'\r' => _lineLength, _ => _lineLength + 1 };
        }
        return default;
    }
}
