using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class EvictionTests
{
    [Fact]
    public void A_noisy_resource_pushes_out_its_own_traces_only()
    {
        using var store = new TestStore(limits => limits.MaxTraceCount = 100);
        for (ulong i = 1; i <= 10; i++)
            store.Add(Traces("quiet", Span(i, 1)));
        for (ulong i = 1_000; i < 1_500; i++)
            store.Add(Traces("noisy", Span(i, 1)));

        Assert.Equal(10, store.TracesOf("quiet"));
        Assert.Equal(90, store.TracesOf("noisy"));
        Assert.Equal(410, store.Dropped(DropReason.Traces));
        Assert.Null(store.Read.GetTrace(new TraceId(1_000)));
        Assert.NotNull(store.Read.GetTrace(new TraceId(1_499)));
    }

    [Fact]
    public void A_trace_counts_for_the_resource_of_its_root_even_if_the_root_arrives_last()
    {
        using var store = new TestStore(limits => limits.MaxTraceCount = 20);
        store.Add(Traces("callee", Span(1, 1)));
        for (ulong i = 100; i < 200; i++)
        {
            store.Add(Traces("callee", Span(i, 2, parent: 1)));
            store.Add(Traces("noisy", Span(i, 1)));
        }

        // All the callee did for the noisy one does not cost it the trace that it began itself.
        Assert.NotNull(store.Read.GetTrace(new TraceId(1)));
    }

    [Fact]
    public void A_noisy_resource_pushes_out_its_own_logs_only()
    {
        using var store = new TestStore(limits => limits.MaxLogCount = 100);
        store.Add(Logs("quiet", Enumerable.Range(0, 10).Select(i => Log($"quiet {i}"))));
        store.Add(Logs("noisy", Enumerable.Range(0, 500).Select(i => Log($"noisy {i}"))));

        Assert.Equal(10, store.LogsOf("quiet"));
        Assert.Equal(90, store.LogsOf("noisy"));
        Assert.Equal(410, store.Dropped(DropReason.Logs));
        Assert.Equal("noisy 410", store.Read.QueryLogs(new LogQuery { Resource = new ResourceKey("noisy") }).Items[0].Message);
    }

    [Fact]
    public void The_official_limits_are_the_default()
    {
        var limits = new TelemetryLimits();

        Assert.Equal((10_000, 10_000, 50_000, 128), (limits.MaxLogCount, limits.MaxTraceCount, limits.MaxMetricsCount, limits.MaxAttributeCount));
    }

    [Fact]
    public void Large_spans_are_bounded_by_bytes_before_their_number_is_reached()
    {
        using var store = new TestStore(limits => limits.MaxTraceBytes = 1 << 20);
        var text = new string('x', 10_000);
        store.Add(Traces("quiet", Span(1, 1)));
        for (ulong i = 100; i < 300; i++)
            store.Add(Traces("noisy", Span(i, 1, attributes: [("text", $"{i}{text}")])));

        Assert.InRange(store.TracesOf("noisy"), 40, 55);
        Assert.Equal(1, store.TracesOf("quiet"));
    }

    [Fact]
    public void Of_a_trace_without_end_only_so_many_spans_are_kept_and_the_sender_is_told()
    {
        using var store = new TestStore(limits => limits.MaxSpansPerTrace = 10);

        var result = store.Add(Traces("one", Enumerable.Range(1, 15).Select(i => Span(1, (ulong)i))));

        Assert.Equal(5, result.Rejected);
        Assert.Equal("5 spans belong to traces that already have 10 spans", result.Message);
        Assert.Equal(10, store.Trace(1).Nodes.Count);
        Assert.Equal(5, store.Dropped(DropReason.SpansInTrace));
    }

    [Fact]
    public void Attributes_beyond_the_limit_are_counted_and_long_values_cut()
    {
        using var store = new TestStore(limits => limits.MaxAttributeLength = 20);
        var attributes = Enumerable.Range(0, 130).Select(i => ($"key {i}", (object)"value")).ToArray();
        store.Add(Traces("one", Span(1, 1, attributes: attributes), Span(1, 2, name: new string('n', 50), attributes: ("long", "ä" + new string('v', 50)))));

        var spans = store.Trace(1).Nodes.Select(node => node.Span).OrderBy(span => span.SpanId.Value).ToList();
        Assert.Equal(128, spans[0].Attributes.Length);
        Assert.Equal(2, spans[0].DroppedAttributes);
        Assert.Equal(new string('n', 20), spans[1].Name);
        Assert.Equal("ä" + new string('v', 19), spans[1].Attributes[0].Value.AsString);
        Assert.Equal(2, store.Dropped(DropReason.Attributes));
        Assert.Equal(2, store.Dropped(DropReason.AttributeLength));
    }

    [Fact]
    public void A_cut_never_splits_a_character()
    {
        using var store = new TestStore(limits => limits.MaxAttributeLength = 5);

        store.Add(Traces("one", Span(1, 1, name: "1234\U0001F600678")));

        Assert.Equal("1234", store.Trace(1).Nodes[0].Span.Name);
    }

    [Fact]
    public void The_resource_that_was_silent_longest_gives_way_to_a_new_one()
    {
        using var store = new TestStore(limits => limits.MaxResourceCount = 2);
        foreach (var (name, trace) in new[] { ("old", 1ul), ("middle", 2ul), ("new", 3ul) })
        {
            store.Add(Traces(name, Span(trace, 1)));
            store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["middle", "new"], store.Read.GetResources().Select(resource => resource.Key.Name));
        Assert.Null(store.Read.GetTrace(new TraceId(1)));
        Assert.Equal(1, store.Dropped(DropReason.Resources));
    }

    [Fact]
    public void What_a_limit_cost_is_described_with_the_limit()
    {
        using var store = new TestStore(limits => limits.MaxLogCount = 1_000);
        store.Add(Logs("one", Enumerable.Range(0, 2_234).Select(i => Log($"{i}"))));

        var dropped = Assert.Single(store.Read.GetDropped());
        Assert.Equal("1,234 of the oldest log records gave way: at most 1,000 or 64 MiB are kept.", dropped.Description);
        Assert.Equal(BaseTime, dropped.LastTime);
    }

    [Fact]
    public void Clearing_a_resource_leaves_the_others()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1)));
        store.Add(Traces("two", Span(2, 1)));
        store.Add(Logs("one", Log("a")));
        store.Add(Logs("two", Log("b")));

        store.Read.Clear(TelemetryKinds.Traces | TelemetryKinds.Logs, new ResourceKey("one"));

        Assert.Equal((0, 1, 0, 1), (store.TracesOf("one"), store.TracesOf("two"), store.LogsOf("one"), store.LogsOf("two")));
    }

    [Fact]
    public void A_new_scope_for_every_span_counts_towards_the_memory()
    {
        using var store = new TestStore(limits => limits.MaxTraceBytes = 1 << 20);
        for (ulong i = 1; i <= 100; i++)
        {
            var request = Traces("one", Span(i, 1));
            request.ResourceSpans[0].ScopeSpans[0].Scope.Attributes.AddRange(Attributes(Enumerable.Range(0, 4).Select(n => ($"key {n}", (object)$"{i}{new string('x', 10_000)}")).ToArray()));
            store.Add(request);
        }

        Assert.InRange(store.TracesOf("one"), 10, 15);
    }

    [Fact]
    public void Instruments_with_endless_descriptions_count_towards_the_memory()
    {
        using var store = new TestStore(limits => limits.MaxMetricBytes = 1 << 20);
        for (var i = 0; i < 200; i++)
        {
            var gauge = new OpenTelemetry.Proto.Metrics.V1.Gauge { DataPoints = { new OpenTelemetry.Proto.Metrics.V1.NumberDataPoint { TimeUnixNano = Seconds(1), AsInt = 1 } } };
            store.Add(Metrics("one", new OpenTelemetry.Proto.Metrics.V1.Metric { Name = $"m{i}", Description = new string('x', 10_000), Gauge = gauge }));
        }

        Assert.InRange(store.Read.GetInstruments(new ResourceKey("one")).Count, 40, 60);
    }

    [Fact]
    public void Subscribers_are_told_of_a_loss_together_with_the_data()
    {
        using var store = new TestStore(limits => limits.MaxAttributeLength = 10);
        var told = TelemetryKinds.None;
        using var subscription = store.Read.Subscribe(kinds => told |= kinds);

        store.Add(Logs("one", Log("longer than ten characters")));
        store.Time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal(TelemetryKinds.Resources | TelemetryKinds.Logs | TelemetryKinds.Dropped, told);
    }
}
