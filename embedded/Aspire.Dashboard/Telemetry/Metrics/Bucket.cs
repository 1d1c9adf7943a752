namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>How many measurements lie in (Lower, Upper]; a range without width stands for that very value.</summary>
internal readonly record struct Bucket(double Lower, double Upper, double Count);

/// <summary>The bucket counts of a histogram in the form in which they were sent, to be compared with the next ones.</summary>
internal abstract class BucketCounts
{
    /// <summary>What was counted since an earlier state of the same series; null if the counting began anew in between.</summary>
    internal abstract BucketCounts? Since(BucketCounts earlier);

    /// <summary>The buckets that hold something.</summary>
    internal abstract Bucket[] ToBuckets();

    /// <summary>Counts minus earlier counts; null if one is smaller than before.</summary>
    protected static ulong[]? Subtract(ReadOnlySpan<ulong> later, ReadOnlySpan<ulong> earlier)
    {
        var difference = new ulong[later.Length];
        for (var i = 0; i < later.Length; i++)
        {
            var before = i < earlier.Length ? earlier[i] : 0;
            if (later[i] < before)
                return null;
            difference[i] = later[i] - before;
        }
        return difference;
    }
}
