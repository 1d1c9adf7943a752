using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the data points of histograms, with explicit and with exponential buckets.</summary>
internal sealed class HistogramDecoder(AttributeDecoder attributes)
{
    private readonly ExemplarDecoder _exemplars = new(attributes);

    /// <summary>Points without a time, or whose buckets do not fit together.</summary>
    internal int Invalid { get; private set; }

    internal void Read(ReadOnlySpan<byte> point, List<MetricPoint> points)
    {
        var (start, time, count, sum, flags, mark) = (0ul, 0ul, 0ul, 0.0, 0ul, attributes.Mark());
        var buckets = new BucketDecoder();
        _exemplars.Clear();
        var reader = new ProtoReader(point);
        while (reader.Next())
        {
            switch (reader.Field, reader.WireType)
            {
                case (2, WireType.Fixed64):
                    start = reader.ReadFixed64();
                    break;
                case (3, WireType.Fixed64):
                    time = reader.ReadFixed64();
                    break;
                case (4, WireType.Fixed64):
                    count = reader.ReadFixed64();
                    break;
                case (5, WireType.Fixed64):
                    sum = reader.ReadDouble();
                    break;
                case (6, _):
                    buckets.ReadCounts(ref reader);
                    break;
                case (7, _):
                    buckets.ReadBounds(ref reader);
                    break;
                case (8, WireType.Bytes):
                    _exemplars.Read(reader.ReadBytes());
                    break;
                case (9, WireType.Bytes):
                    attributes.Push(reader.ReadBytes(), mark);
                    break;
                case (10, WireType.Varint):
                    flags = reader.ReadVarint();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        Add(points, mark, start, time, flags, buckets.ToExplicit(count) is { } counts ? new HistogramValue(count, sum, counts) : null);
    }

    internal void ReadExponential(ReadOnlySpan<byte> point, List<MetricPoint> points)
    {
        var (start, time, count, sum, flags, mark) = (0ul, 0ul, 0ul, 0.0, 0ul, attributes.Mark());
        var buckets = new BucketDecoder();
        _exemplars.Clear();
        var reader = new ProtoReader(point);
        while (reader.Next())
        {
            switch (reader.Field, reader.WireType)
            {
                case (1, WireType.Bytes):
                    attributes.Push(reader.ReadBytes(), mark);
                    break;
                case (2, WireType.Fixed64):
                    start = reader.ReadFixed64();
                    break;
                case (3, WireType.Fixed64):
                    time = reader.ReadFixed64();
                    break;
                case (4, WireType.Fixed64):
                    count = reader.ReadFixed64();
                    break;
                case (5, WireType.Fixed64):
                    sum = reader.ReadDouble();
                    break;
                case (10, WireType.Varint):
                    flags = reader.ReadVarint();
                    break;
                case (11, WireType.Bytes):
                    _exemplars.Read(reader.ReadBytes());
                    break;
                default:
                    buckets.ReadExponential(ref reader);
                    break;
            }
        }
        Add(points, mark, start, time, flags, buckets.ToExponential() is { } counts ? new HistogramValue(count, sum, counts) : null);
    }

    private void Add(List<MetricPoint> points, int mark, ulong start, ulong time, ulong flags, HistogramValue? histogram)
    {
        var own = MetricPointDecoder.Sorted(attributes.Pop(mark));
        if ((flags & MetricPointDecoder.NoRecordedValue) != 0)
            return;
        if (time == 0 || histogram is null)
            Invalid++;
        else
            points.Add(new MetricPoint { Attributes = own, StartNanos = start, TimeNanos = time, Histogram = histogram, Exemplars = _exemplars.Take() });
    }
}
