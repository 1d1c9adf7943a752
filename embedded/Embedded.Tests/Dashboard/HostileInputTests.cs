using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Telemetry.Queries;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class HostileInputTests
{
    [Fact]
    public void Payloads_with_flipped_cut_and_inserted_bytes_never_do_worse_than_being_refused()
    {
        var random = new Random(20260101);
        (OtlpSignal Signal, byte[] Payload)[] originals =
        [
            (OtlpSignal.Traces, Traces("one", Span(1, 1, attributes: [("a", "b"), ("list", Nested(5))]), Span(1, 2, parent: 1, error: true)).ToByteArray()),
            (OtlpSignal.Logs, Logs("one", Log("hello", 1, attributes: [("n", 1), ("d", 1.5), ("bytes", new byte[] { 1, 2 })])).ToByteArray()),
            (OtlpSignal.Metrics, OtlpMetricsSample()),
        ];
        using var store = new TestStore();
        var refused = 0;
        for (var round = 0; round < 30_000; round++)
        {
            var (signal, original) = originals[round % originals.Length];
            try
            {
                store.Add(signal, Damage(original, random));
            }
            catch (OtlpFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 3_000, 29_000);
        // What did get in can be read.
        foreach (var trace in store.Read.QueryTraces(new TraceQuery { Text = "no such text anywhere", Take = int.MaxValue }).Items.Concat(store.Read.QueryTraces(new TraceQuery()).Items))
            Assert.NotEmpty(store.Read.GetTrace(trace.TraceId)!.Nodes);
        Assert.NotNull(store.Read.QueryLogs(new LogQuery { Text = "no such text anywhere" }));
        foreach (var resource in store.Read.GetResources())
        {
            foreach (var instrument in store.Read.GetInstruments(resource.Key))
                Assert.NotNull(store.Read.QueryMetric(new MetricQuery { Resource = resource.Key, Instrument = instrument.Key, Window = TimeSpan.FromHours(12), Until = BaseTime.AddHours(1) }));
        }
    }

    [Fact]
    public void A_value_nested_without_end_is_refused()
    {
        using var store = new TestStore();

        var error = Assert.Throws<OtlpFormatException>(() => store.Add(Traces("one", Span(1, 1, attributes: ("deep", Nested(200))))));

        Assert.Contains("nested more than 30 levels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_as_deep_as_allowed_can_be_shown()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1, attributes: ("deep", Nested(29)))));

        Assert.StartsWith("{\"k\":{\"k\":", store.Trace(1).Nodes[0].Span.Attributes[0].Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_replaced_and_kept()
    {
        using var store = new TestStore();
        var payload = Traces("one", Span(1, 1, name: "broken XY name")).ToByteArray();
        var at = payload.AsSpan().IndexOf("XY"u8);
        (payload[at], payload[at + 1]) = (0xC3, 0x28);

        store.Add(OtlpSignal.Traces, payload);

        Assert.Equal("broken \uFFFD( name", store.Trace(1).Nodes[0].Span.Name);
    }

    [Fact]
    public void An_empty_request_is_a_success()
    {
        using var store = new TestStore();

        Assert.Equal(0, store.Add(OtlpSignal.Traces, []).Rejected);
        Assert.Empty(store.Read.GetResources());
    }

    [Fact]
    public void A_sender_without_a_name_is_called_unknown_service()
    {
        using var store = new TestStore();
        store.Add(new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { Span(1, 1) } } } } } });

        Assert.Equal("unknown_service", Assert.Single(store.Read.GetResources()).Key.Name);
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var i = random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(10, bytes.Count - at) + 1));
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }
        return [.. bytes];
    }

    private static AnyValue Nested(int levels)
    {
        var value = Value("end");
        for (var i = 0; i < levels; i++)
            value = new AnyValue { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "k", Value = value } } } };
        return value;
    }

    private static byte[] OtlpMetricsSample()
    {
        var histogram = new HistogramDataPoint { TimeUnixNano = Seconds(5), StartTimeUnixNano = Seconds(1), Count = 3, Sum = 4, ExplicitBounds = { 1, 2 }, BucketCounts = { 1, 1, 1 } };
        var exponential = new ExponentialHistogramDataPoint { TimeUnixNano = Seconds(5), StartTimeUnixNano = Seconds(1), Count = 3, Scale = 3, Positive = new() { Offset = 1, BucketCounts = { 1, 2 } } };
        return Metrics(
            "one",
            new Metric { Name = "h", Histogram = new() { AggregationTemporality = AggregationTemporality.Cumulative, DataPoints = { histogram } } },
            new Metric { Name = "e", ExponentialHistogram = new() { AggregationTemporality = AggregationTemporality.Delta, DataPoints = { exponential } } },
            new Metric { Name = "c", Sum = new() { IsMonotonic = true, DataPoints = { new NumberDataPoint { TimeUnixNano = Seconds(5), AsInt = 7 } } } },
            new Metric { Name = "s", Summary = new() { DataPoints = { new SummaryDataPoint { TimeUnixNano = Seconds(5), QuantileValues = { new SummaryDataPoint.Types.ValueAtQuantile { Quantile = 0.5, Value = 2 } } } } } }).ToByteArray();
    }
}
