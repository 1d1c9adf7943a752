using System.Buffers.Binary;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>The encodings of a protobuf field. Groups (3 and 4) never occur in OTLP and count as malformed.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Walks the fields of one protobuf message in place. Generated message classes would make some forty objects of a span
/// just to be read once; this makes none.
/// Format: https://protobuf.dev/programming-guides/encoding/.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const ulong MaxFieldNumber = (1 << 29) - 1;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>The number of the field at hand.</summary>
    internal int Field { get; private set; }

    internal WireType WireType { get; private set; }

    /// <summary>Goes to the next field; false at the end. The field must then be read or skipped.</summary>
    /// <exception cref="OtlpFormatException">The message is cut short or not protobuf.</exception>
    internal bool Next()
    {
        if (_position == _message.Length)
            return false;
        var tag = ReadVarint();
        if (tag >> 3 is 0 or > MaxFieldNumber)
            throw Malformed("has an impossible field number");
        Field = (int)(tag >> 3);
        WireType = (WireType)(tag & 7);
        if (WireType is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            throw Malformed("has an unknown wire type");
        return true;
    }

    /// <summary>Whether the field at hand is this one in this encoding; the same number in another encoding is an unknown field.</summary>
    internal readonly bool Is(int field, WireType wireType) => Field == field && WireType == wireType;

    internal ulong ReadVarint()
    {
        var result = 0ul;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position == _message.Length)
                throw Malformed("ends inside a number");
            var next = _message[_position++];
            if (shift < 64)
                result |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return result;
        }
        throw Malformed("has a number of more than ten bytes");
    }

    internal ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    internal uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    internal double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadFixed64());

    /// <summary>A string, bytes, or a message inside this one.</summary>
    internal ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        if (length > (ulong)(_message.Length - _position))
            throw Malformed("ends inside a field");
        return Take((int)length);
    }

    internal void Skip()
    {
        switch (WireType)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                ReadBytes();
                break;
        }
    }

    /// <summary>Reads a sint32 or sint64: zigzag, so that small negative numbers are short.</summary>
    internal static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Reads the numbers of a packed field.</summary>
    internal static void ReadPackedVarints(ReadOnlySpan<byte> packed, Action<ulong> take)
    {
        var reader = new ProtoReader(packed);
        while (reader._position < packed.Length)
            take(reader.ReadVarint());
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _message.Length - _position)
            throw Malformed("ends inside a field");
        var taken = _message.Slice(_position, length);
        _position += length;
        return taken;
    }

    private readonly OtlpFormatException Malformed(string what) => new($"The payload is not valid protobuf: a message {what} (byte {_position} of {_message.Length}).");
}
