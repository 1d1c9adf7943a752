using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the buckets of a histogram and judges whether they make one.</summary>
internal sealed class BucketDecoder
{
    // SDKs use 160 at most by default.
    private const int MaxBuckets = 10_000;

    // Outside of this, no bound is a finite double other than 1 (above) or 0 (below).
    private const int MaxScale = 52;

    private readonly List<ulong> _counts = [];
    private readonly List<double> _bounds = [];
    private (int Scale, ulong ZeroCount, double ZeroThreshold) _exponential;
    private ExponentialRange? _positive = ExponentialRange.Empty;
    private ExponentialRange? _negative = ExponentialRange.Empty;

    /// <summary>Field 6 of a <c>HistogramDataPoint</c>: fixed64, packed or one by one.</summary>
    internal void ReadCounts(ref ProtoReader reader)
    {
        if (reader.WireType == WireType.Fixed64)
        {
            Keep(_counts, reader.ReadFixed64());
            return;
        }
        if (reader.WireType != WireType.Bytes)
        {
            reader.Skip();
            return;
        }
        var packed = reader.ReadBytes();
        for (var at = 0; at + sizeof(ulong) <= packed.Length; at += sizeof(ulong))
            Keep(_counts, BitConverter.ToUInt64(packed[at..]));
    }

    /// <summary>Field 7 of a <c>HistogramDataPoint</c>: doubles, packed or one by one.</summary>
    internal void ReadBounds(ref ProtoReader reader)
    {
        if (reader.WireType == WireType.Fixed64)
        {
            Keep(_bounds, reader.ReadDouble());
            return;
        }
        if (reader.WireType != WireType.Bytes)
        {
            reader.Skip();
            return;
        }
        var packed = reader.ReadBytes();
        for (var at = 0; at + sizeof(double) <= packed.Length; at += sizeof(double))
            Keep(_bounds, BitConverter.ToDouble(packed[at..]));
    }

    /// <summary>Fields 6 (scale), 7 (zero count), 8 and 9 (buckets) and 14 (zero threshold) of an <c>ExponentialHistogramDataPoint</c>.</summary>
    internal void ReadExponential(ref ProtoReader reader)
    {
        switch (reader.Field, reader.WireType)
        {
            case (6, WireType.Varint):
                _exponential.Scale = (int)ProtoReader.ZigZag(reader.ReadVarint());
                break;
            case (7, WireType.Fixed64):
                _exponential.ZeroCount = reader.ReadFixed64();
                break;
            case (8, WireType.Bytes):
                _positive = ReadRange(reader.ReadBytes());
                break;
            case (9, WireType.Bytes):
                _negative = ReadRange(reader.ReadBytes());
                break;
            case (14, WireType.Fixed64):
                _exponential.ZeroThreshold = reader.ReadDouble();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>The buckets, or null if counts and bounds do not fit together.</summary>
    internal ExplicitBuckets? ToExplicit(ulong count)
    {
        // A sender may leave the buckets out and send count and sum only; that is one bucket of everything.
        if (_counts.Count == 0 && _bounds.Count == 0)
            return new ExplicitBuckets([], [count]);
        if (_counts.Count != _bounds.Count + 1 || _counts.Count > MaxBuckets)
            return null;
        for (var i = 0; i < _bounds.Count; i++)
        {
            if (!double.IsFinite(_bounds[i]) || (i > 0 && _bounds[i] <= _bounds[i - 1]))
                return null;
        }
        return new ExplicitBuckets([.. _bounds], [.. _counts]);
    }

    /// <summary>The buckets, or null if they are too many or out of any range.</summary>
    internal ExponentialBuckets? ToExponential() =>
        _positive is not null && _negative is not null && Math.Abs((long)_exponential.Scale) <= MaxScale && double.IsFinite(_exponential.ZeroThreshold)
            ? new ExponentialBuckets(_exponential.Scale, Math.Abs(_exponential.ZeroThreshold), _exponential.ZeroCount, _positive, _negative)
            : null;

    private static ExponentialRange? ReadRange(ReadOnlySpan<byte> message)
    {
        var (offset, counts) = (0, new List<ulong>());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Varint))
                offset = (int)ProtoReader.ZigZag(reader.ReadVarint());
            else if (reader.Is(2, WireType.Varint))
                Keep(counts, reader.ReadVarint());
            else if (reader.Is(2, WireType.Bytes))
                ProtoReader.ReadPackedVarints(reader.ReadBytes(), value => Keep(counts, value));
            else
                reader.Skip();
        }
        return counts.Count <= MaxBuckets ? new ExponentialRange(offset, [.. counts]) : null;
    }

    // One more than allowed is enough to see that there are too many.
    private static void Keep<T>(List<T> values, T value)
    {
        if (values.Count <= MaxBuckets)
            values.Add(value);
    }
}
