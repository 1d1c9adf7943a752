using System.Runtime.InteropServices;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>
/// Reads attributes and values straight into their stored form, within the limits. Attributes being read lie on a stack, so
/// that those of an event can be read in the middle of its span's. One instance serves one request.
/// </summary>
internal sealed class AttributeDecoder(TelemetryLimits limits, StringPool strings)
{
    // An AnyValue inside a map costs three levels of protobuf nesting, and Google's parser, which decodes composite values
    // for display, refuses more than a hundred.
    private const int MaxValueDepth = 30;

    private readonly List<TelemetryAttribute> _stack = [];

    /// <summary>Attributes that were not kept, and values that were cut, so far.</summary>
    internal int DroppedAttributes { get; private set; }

    internal int CutValues { get; private set; }

    /// <summary>Where the attributes of a record begin; pass it to <see cref="Push"/> and <see cref="Pop"/>.</summary>
    internal int Mark() => _stack.Count;

    /// <summary>Reads a <c>KeyValue</c>. False if the record already has as many as are kept.</summary>
    internal bool Push(ReadOnlySpan<byte> keyValue, int mark)
    {
        var key = "";
        var value = AttributeValue.Empty;
        var reader = new ProtoReader(keyValue);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Bytes))
                key = ReadString(reader.ReadBytes());
            else if (reader.Is(2, WireType.Bytes))
                value = ReadValue(reader.ReadBytes());
            else
                reader.Skip();
        }
        if (_stack.Count - mark >= limits.MaxAttributeCount)
        {
            DroppedAttributes++;
            return false;
        }
        _stack.Add(new TelemetryAttribute(key, value));
        return true;
    }

    /// <summary>The attributes read since the mark.</summary>
    internal TelemetryAttribute[] Pop(int mark)
    {
        if (_stack.Count == mark)
            return [];
        var attributes = CollectionsMarshal.AsSpan(_stack)[mark..].ToArray();
        CollectionsMarshal.SetCount(_stack, mark);
        return attributes;
    }

    /// <summary>A text, cut to the length kept.</summary>
    internal string ReadString(ReadOnlySpan<byte> utf8)
    {
        var max = limits.MaxAttributeLength;
        if (utf8.Length <= max)
            return strings.Get(utf8);

        // No character needs more than four bytes: what lies behind cannot be part of what is kept.
        var text = strings.Get(utf8[..(int)Math.Min(utf8.Length, (4L * max) + 4)]);
        if (text.Length <= max)
            return text;
        CutValues++;
        return char.IsHighSurrogate(text[max - 1]) ? text[..(max - 1)] : text[..max];
    }

    /// <summary>Reads an <c>AnyValue</c>; of several cases in one message the last counts, as everywhere in protobuf.</summary>
    internal AttributeValue ReadValue(ReadOnlySpan<byte> anyValue)
    {
        var value = AttributeValue.Empty;
        var reader = new ProtoReader(anyValue);
        while (reader.Next())
        {
            switch (reader.Field, reader.WireType)
            {
                case (1, WireType.Bytes):
                    value = AttributeValue.From(ReadString(reader.ReadBytes()));
                    break;
                case (2, WireType.Varint):
                    value = AttributeValue.From(reader.ReadVarint() != 0);
                    break;
                case (3, WireType.Varint):
                    value = AttributeValue.From((long)reader.ReadVarint());
                    break;
                case (4, WireType.Fixed64):
                    value = AttributeValue.From(reader.ReadDouble());
                    break;
                case (5 or 6, WireType.Bytes):
                    var isMap = reader.Field == 6;
                    CheckComposite(reader.ReadBytes(), isMap, 1);
                    value = Composite(anyValue, isMap);
                    break;
                case (7, WireType.Bytes):
                    value = ReadBinary(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return value;
    }

    private AttributeValue ReadBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= limits.MaxAttributeLength)
            return AttributeValue.From(bytes.ToArray());
        CutValues++;
        return AttributeValue.From(bytes[..limits.MaxAttributeLength].ToArray());
    }

    private AttributeValue Composite(ReadOnlySpan<byte> anyValue, bool isMap)
    {
        if (anyValue.Length <= limits.MaxAttributeLength)
            return CompositeValue.TryCreate(anyValue, isMap) is { } composite ? AttributeValue.From(composite) : AttributeValue.From("(a list or map with text that is not UTF-8)");

        // A list cut in the middle is no list: say what was there instead.
        CutValues++;
        return AttributeValue.From(FormattableString.Invariant(
            $"({(isMap ? "a map" : "a list")} of {anyValue.Length:N0} bytes, more than the {limits.MaxAttributeLength:N0} that are kept)"));
    }

    /// <summary>Makes sure that an <c>ArrayValue</c> or <c>KeyValueList</c> can be decoded later.</summary>
    private static void CheckComposite(ReadOnlySpan<byte> composite, bool isMap, int depth)
    {
        if (depth > MaxValueDepth)
            throw new OtlpFormatException($"The payload has a value nested more than {MaxValueDepth} levels deep.");
        var reader = new ProtoReader(composite);
        while (reader.Next())
        {
            if (!reader.Is(1, WireType.Bytes))
                reader.Skip();
            else if (isMap)
                CheckKeyValue(reader.ReadBytes(), depth);
            else
                CheckValue(reader.ReadBytes(), depth);
        }
    }

    private static void CheckKeyValue(ReadOnlySpan<byte> keyValue, int depth)
    {
        var reader = new ProtoReader(keyValue);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                CheckValue(reader.ReadBytes(), depth);
            else
                reader.Skip();
        }
    }

    private static void CheckValue(ReadOnlySpan<byte> anyValue, int depth)
    {
        var reader = new ProtoReader(anyValue);
        while (reader.Next())
        {
            if (reader.Is(5, WireType.Bytes) || reader.Is(6, WireType.Bytes))
                CheckComposite(reader.ReadBytes(), reader.Field == 6, depth + 1);
            else
                reader.Skip();
        }
    }
}
