using System.Globalization;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads data points of all five kinds. The kinds number the same things differently; the field of <c>Metric</c> tells them apart.</summary>
internal sealed class MetricPointDecoder(AttributeDecoder attributes)
{
    internal const uint NoRecordedValue = 1;

    private const int HistogramField = 9;
    private const int ExponentialHistogramField = 10;
    private const int SummaryField = 11;

    private readonly ExemplarDecoder _exemplars = new(attributes);
    private readonly HistogramDecoder _histograms = new(attributes);
    private int _invalid;

    /// <summary>Points that make no sense.</summary>
    internal int Invalid => _invalid + _histograms.Invalid;

    /// <summary>Reads one point; of a summary, one for each quantile.</summary>
    internal void Read(ReadOnlySpan<byte> point, int dataField, List<MetricPoint> points)
    {
        switch (dataField)
        {
            case HistogramField:
                _histograms.Read(point, points);
                break;
            case ExponentialHistogramField:
                _histograms.ReadExponential(point, points);
                break;
            case SummaryField:
                ReadSummary(point, points);
                break;
            default:
                ReadNumber(point, points);
                break;
        }
    }

    private void ReadNumber(ReadOnlySpan<byte> point, List<MetricPoint> points)
    {
        var (start, time, value, flags, mark) = (0ul, 0ul, double.NaN, 0ul, attributes.Mark());
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
                    value = reader.ReadDouble();
                    break;
                case (5, WireType.Bytes):
                    _exemplars.Read(reader.ReadBytes());
                    break;
                case (6, WireType.Fixed64):
                    value = (long)reader.ReadFixed64();
                    break;
                case (7, WireType.Bytes):
                    attributes.Push(reader.ReadBytes(), mark);
                    break;
                case (8, WireType.Varint):
                    flags = reader.ReadVarint();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        var own = Sorted(attributes.Pop(mark));
        if ((flags & NoRecordedValue) != 0)
            return;
        if (time == 0 || !double.IsFinite(value))
            _invalid++;
        else
            points.Add(new MetricPoint { Attributes = own, StartNanos = start, TimeNanos = time, Value = value, Exemplars = _exemplars.Take() });
    }

    /// <summary>A summary's quantiles become series of their own, told apart by an attribute, as in Prometheus.</summary>
    private void ReadSummary(ReadOnlySpan<byte> point, List<MetricPoint> points)
    {
        var (start, time, flags, mark) = (0ul, 0ul, 0ul, attributes.Mark());
        var quantiles = new List<(double Quantile, double Value)>();
        var reader = new ProtoReader(point);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Fixed64))
                start = reader.ReadFixed64();
            else if (reader.Is(3, WireType.Fixed64))
                time = reader.ReadFixed64();
            else if (reader.Is(6, WireType.Bytes))
                quantiles.Add(ReadQuantile(reader.ReadBytes()));
            else if (reader.Is(7, WireType.Bytes))
                attributes.Push(reader.ReadBytes(), mark);
            else if (reader.Is(8, WireType.Varint))
                flags = reader.ReadVarint();
            else
                reader.Skip();
        }
        var own = attributes.Pop(mark);
        if ((flags & NoRecordedValue) != 0)
            return;
        foreach (var (quantile, value) in quantiles)
        {
            if (time == 0 || !double.IsFinite(value))
            {
                _invalid++;
                continue;
            }
            var label = new TelemetryAttribute("quantile", AttributeValue.From(quantile.ToString(CultureInfo.InvariantCulture)));
            points.Add(new MetricPoint { Attributes = Sorted([.. own, label]), StartNanos = start, TimeNanos = time, Value = value });
        }
    }

    private static (double Quantile, double Value) ReadQuantile(ReadOnlySpan<byte> message)
    {
        var (quantile, value) = (0.0, 0.0);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Fixed64))
                quantile = reader.ReadDouble();
            else if (reader.Is(2, WireType.Fixed64))
                value = reader.ReadDouble();
            else
                reader.Skip();
        }
        return (quantile, value);
    }

    /// <summary>In the order of their keys: a series is a set of attributes.</summary>
    internal static TelemetryAttribute[] Sorted(TelemetryAttribute[] attributes)
    {
        Array.Sort(attributes, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return attributes;
    }
}
