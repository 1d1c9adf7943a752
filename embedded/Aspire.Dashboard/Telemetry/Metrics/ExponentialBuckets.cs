namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// Counts in buckets whose bounds are powers of base = 2^(2^-scale): bucket i holds (base^i, base^(i+1)].
/// Source: https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram.
/// </summary>
internal sealed class ExponentialBuckets(int scale, double zeroThreshold, ulong zeroCount, ExponentialRange positive, ExponentialRange negative) : BucketCounts
{
    private readonly int _scale = scale;
    private readonly ulong _zeroCount = zeroCount;
    private readonly ExponentialRange _positive = positive;
    private readonly ExponentialRange _negative = negative;

    /// <summary>Senders make buckets coarser as the range of values grows; the earlier counts are then made coarser too.</summary>
    internal override BucketCounts? Since(BucketCounts earlier)
    {
        if (earlier is not ExponentialBuckets other || other._scale < _scale || _zeroCount < other._zeroCount)
            return null;
        var shift = other._scale - _scale;
        return Minus(_positive, other._positive.Coarser(shift)) is { } positive && Minus(_negative, other._negative.Coarser(shift)) is { } negative
            ? new ExponentialBuckets(_scale, zeroThreshold, _zeroCount - other._zeroCount, positive, negative)
            : null;
    }

    internal override Bucket[] ToBuckets()
    {
        var buckets = new List<Bucket>();
        for (var i = _negative.Counts.Length - 1; i >= 0; i--)
        {
            if (_negative.Counts[i] > 0)
                buckets.Add(new Bucket(-Bound(_negative.Offset + i + 1), -Bound(_negative.Offset + i), _negative.Counts[i]));
        }
        if (_zeroCount > 0)
            buckets.Add(new Bucket(-zeroThreshold, zeroThreshold, _zeroCount));
        for (var i = 0; i < _positive.Counts.Length; i++)
        {
            if (_positive.Counts[i] > 0)
                buckets.Add(new Bucket(Bound(_positive.Offset + i), Bound(_positive.Offset + i + 1), _positive.Counts[i]));
        }
        return [.. buckets];
    }

    private double Bound(long index) => Math.Clamp(Math.Pow(2, index * Math.Pow(2, -_scale)), 0, double.MaxValue);

    private static ExponentialRange? Minus(ExponentialRange later, ExponentialRange earlier)
    {
        // Counts before the later range would have to have vanished.
        var skipped = (long)later.Offset - earlier.Offset;
        var counts = new ulong[later.Counts.Length];
        for (var i = 0; i < earlier.Counts.Length; i++)
        {
            var place = i - skipped;
            if (earlier.Counts[i] == 0)
                continue;
            if (place < 0 || place >= counts.Length)
                return null;
            counts[place] = earlier.Counts[i];
        }
        return Subtract(later.Counts, counts) is { } difference ? new ExponentialRange(later.Offset, difference) : null;
    }
}

/// <summary>A dense run of exponential buckets; the first has the index Offset.</summary>
internal sealed record ExponentialRange(int Offset, ulong[] Counts)
{
    internal static readonly ExponentialRange Empty = new(0, []);

    /// <summary>The same counts in buckets 2^shift times as wide (on the scale of indexes).</summary>
    internal ExponentialRange Coarser(int shift)
    {
        if (shift == 0 || Counts.Length == 0)
            return this;
        shift = Math.Min(shift, 31);
        var first = Offset >> shift;
        var counts = new ulong[(int)((((long)Offset + Counts.Length - 1) >> shift) - first + 1)];
        for (var i = 0; i < Counts.Length; i++)
            counts[(int)((((long)Offset + i) >> shift) - first)] += Counts[i];
        return new ExponentialRange(first, counts);
    }
}
