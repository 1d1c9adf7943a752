using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Which of OTLP's value types an <see cref="AttributeValue"/> holds.</summary>
internal enum AttributeValueKind
{
    Empty,
    String,
    Bool,
    Int,
    Double,
    Bytes,
    Array,
    Map,
}

/// <summary>
/// The value of an attribute in 16 bytes: numbers and booleans lie in the struct itself, strings are shared through
/// a pool, and the rare lists and maps stay in their encoded form until somebody looks.
/// </summary>
internal readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private static readonly object IntTag = new();
    private static readonly object DoubleTag = new();
    private static readonly object BoolTag = new();

    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(object? reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    internal static AttributeValue Empty => default;

    internal AttributeValueKind Kind => _reference switch
    {
        null => AttributeValueKind.Empty,
        string => AttributeValueKind.String,
        byte[] => AttributeValueKind.Bytes,
        CompositeValue composite => composite.IsMap ? AttributeValueKind.Map : AttributeValueKind.Array,
        _ when ReferenceEquals(_reference, IntTag) => AttributeValueKind.Int,
        _ when ReferenceEquals(_reference, DoubleTag) => AttributeValueKind.Double,
        _ => AttributeValueKind.Bool,
    };

    internal static AttributeValue From(string value) => new(value, 0);

    internal static AttributeValue From(long value) => new(IntTag, value);

    internal static AttributeValue From(double value) => new(DoubleTag, BitConverter.DoubleToInt64Bits(value));

    internal static AttributeValue From(bool value) => new(BoolTag, value ? 1 : 0);

    internal static AttributeValue From(byte[] value) => new(value, 0);

    internal static AttributeValue From(CompositeValue value) => new(value, 0);

    internal string AsString => (string)_reference!;

    internal long AsInt => _bits;

    internal double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    internal bool AsBool => _bits != 0;

    internal byte[] AsBytes => (byte[])_reference!;

    internal CompositeValue AsComposite => (CompositeValue)_reference!;

    /// <summary>Memory that only this value holds, in bytes; pooled strings count too, for want of an owner.</summary>
    internal int HeapBytes => _reference switch
    {
        string text => 22 + (2 * text.Length),
        byte[] bytes => 24 + bytes.Length,
        CompositeValue composite => 48 + composite.Encoded.Length,
        _ => 0,
    };

    /// <summary>The value as people read it: plain text, invariant numbers, base64 bytes, JSON for lists and maps.</summary>
    public override string ToString() => Kind switch
    {
        AttributeValueKind.String => AsString,
        AttributeValueKind.Int => AsInt.ToString(CultureInfo.InvariantCulture),
        AttributeValueKind.Double => AsDouble.ToString("R", CultureInfo.InvariantCulture),
        AttributeValueKind.Bool => AsBool ? "true" : "false",
        AttributeValueKind.Bytes => Convert.ToBase64String(AsBytes),
        AttributeValueKind.Array or AttributeValueKind.Map => AsComposite.ToString(),
        _ => "",
    };

    /// <summary>Whether the text that people read contains the other, in either case; makes no garbage for text and integers.</summary>
    internal bool ContainsText(string text)
    {
        if (_reference is string own)
            return own.Contains(text, StringComparison.OrdinalIgnoreCase);
        if (_reference is null)
            return false;
        if (!ReferenceEquals(_reference, IntTag))
            return ToString().Contains(text, StringComparison.OrdinalIgnoreCase);
        Span<char> digits = stackalloc char[20];
        return _bits.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture)
            && digits[..length].Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    public bool Equals(AttributeValue other) => Kind == other.Kind && Kind switch
    {
        AttributeValueKind.String => AsString == other.AsString,
        AttributeValueKind.Bytes => AsBytes.AsSpan().SequenceEqual(other.AsBytes),
        AttributeValueKind.Array or AttributeValueKind.Map => AsComposite.Encoded.AsSpan().SequenceEqual(other.AsComposite.Encoded),
        _ => _bits == other._bits,
    };

    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    public override int GetHashCode() => _reference switch
    {
        string text => text.GetHashCode(),
        byte[] bytes => bytes.Length,
        CompositeValue composite => composite.Encoded.Length,
        _ => _bits.GetHashCode(),
    };
}
