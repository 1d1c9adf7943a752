using System.Buffers.Binary;

namespace Shop.Bench.Running;

/// <summary>
/// Reads the fields of one protobuf message, one after the other, by the encoding that
/// https://protobuf.dev/programming-guides/encoding/ describes. Groups, which protobuf itself has given up, are refused.
/// </summary>
/// <param name="message">The message's bytes.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int WireTypeBits = 3;

    private ReadOnlySpan<byte> _rest = message;

    // The wire types, by their numbers in the encoding.
    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        LengthDelimited = 2,
        Fixed32 = 5,
    }

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Its value where that is a number of any length or of eight bytes; 0 otherwise.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its value where that is text, bytes or a message; empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Reads the next field.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = TakeVarint();
        if (tag is < 1 << WireTypeBits or > uint.MaxValue)
            throw new InvalidDataException($"{tag} is no tag of a protobuf field.");
        Field = (int)(tag >> WireTypeBits);
        Number = 0;
        Bytes = default;
        switch ((WireType)(tag & ((1 << WireTypeBits) - 1)))
        {
            case WireType.Varint:
                Number = TakeVarint();
                break;
            case WireType.Fixed64:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case WireType.LengthDelimited:
                Bytes = Take(TakeVarint());
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            case var unknown:
                throw new InvalidDataException($"Field {Field} has wire type {(int)unknown}.");
        }
        return true;
    }

    private ulong TakeVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("A varint has more than ten bytes.");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
            throw new InvalidDataException($"{count} bytes were announced, {_rest.Length} are left.");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
