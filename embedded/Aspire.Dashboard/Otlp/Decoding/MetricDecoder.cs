using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads the instruments of an <c>ExportMetricsServiceRequest</c>; their points are read by <see cref="MetricPointDecoder"/>.</summary>
internal sealed class MetricDecoder(AttributeDecoder attributes, OriginDecoder origins)
{
    private const int DeltaTemporality = 1;

    private readonly MetricPointDecoder _points = new(attributes);

    internal List<MetricBatch> Batches { get; } = [];

    /// <summary>Points that make no sense, such as a histogram whose counts do not fit its bounds.</summary>
    internal int Invalid => _points.Invalid;

    internal void Read(ReadOnlySpan<byte> request)
    {
        var reader = new ProtoReader(request);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Bytes))
                ReadResourceMetrics(reader.ReadBytes());
            else
                reader.Skip();
        }
    }

    private void ReadResourceMetrics(ReadOnlySpan<byte> resourceMetrics)
    {
        var resource = origins.ReadResource(resourceMetrics);
        var reader = new ProtoReader(resourceMetrics);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                ReadScopeMetrics(reader.ReadBytes(), resource);
            else
                reader.Skip();
        }
    }

    private void ReadScopeMetrics(ReadOnlySpan<byte> scopeMetrics, TelemetryResource resource)
    {
        var scope = origins.ReadScope(scopeMetrics);
        var reader = new ProtoReader(scopeMetrics);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Bytes))
                ReadMetric(reader.ReadBytes(), resource, scope);
            else
                reader.Skip();
        }
    }

    private void ReadMetric(ReadOnlySpan<byte> metric, TelemetryResource resource, TelemetryScope scope)
    {
        var (name, description, unit) = ("", "", "");
        var dataField = 0;
        var data = ReadOnlySpan<byte>.Empty;
        var reader = new ProtoReader(metric);
        while (reader.Next())
        {
            switch (reader.Field, reader.WireType)
            {
                case (1, WireType.Bytes):
                    name = attributes.ReadString(reader.ReadBytes());
                    break;
                case (2, WireType.Bytes):
                    description = attributes.ReadString(reader.ReadBytes());
                    break;
                case (3, WireType.Bytes):
                    unit = attributes.ReadString(reader.ReadBytes());
                    break;
                case (5 or 7 or 9 or 10 or 11, WireType.Bytes):
                    dataField = reader.Field;
                    data = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (dataField == 0)
            return;

        var (isDelta, isMonotonic) = ReadProperties(data);
        var kind = dataField switch
        {
            7 => isMonotonic ? InstrumentKind.Counter : InstrumentKind.UpDownCounter,
            9 or 10 => InstrumentKind.Histogram,
            11 => InstrumentKind.Summary,
            _ => InstrumentKind.Gauge,
        };
        var points = new List<MetricPoint>();
        var dataReader = new ProtoReader(data);
        while (dataReader.Next())
        {
            if (dataReader.Is(1, WireType.Bytes))
                _points.Read(dataReader.ReadBytes(), dataField, points);
            else
                dataReader.Skip();
        }
        Batches.Add(new MetricBatch(resource, new InstrumentDescriptor(scope.Name, name, description, unit, kind, isDelta), points));
    }

    /// <summary>Field 2 of all kinds that have it is the temporality, field 3 of a sum says whether it only grows.</summary>
    private static (bool IsDelta, bool IsMonotonic) ReadProperties(ReadOnlySpan<byte> data)
    {
        var (isDelta, isMonotonic) = (false, false);
        var reader = new ProtoReader(data);
        while (reader.Next())
        {
            if (reader.Is(2, WireType.Varint))
                isDelta = reader.ReadVarint() == DeltaTemporality;
            else if (reader.Is(3, WireType.Varint))
                isMonotonic = reader.ReadVarint() != 0;
            else
                reader.Skip();
        }
        return (isDelta, isMonotonic);
    }
}
