using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class TraceAssemblyTests
{
    [Fact]
    public void Spans_form_a_tree_whatever_the_order_of_their_arrival()
    {
        using var store = new TestStore();
        store.Add(Traces("payment", Span(1, 4, parent: 2, start: 3, end: 4)));
        store.Add(Traces("order", Span(1, 2, parent: 1, start: 1, end: 5)));
        store.Add(Traces("product", Span(1, 3, parent: 2, start: 1.5, end: 2.5)));
        store.Add(Traces("web", Span(1, 1, start: 0, end: 6)));

        var nodes = store.Trace(1).Nodes;

        Assert.Equal([1ul, 2, 3, 4], nodes.Select(node => node.Span.SpanId.Value));
        Assert.Equal([0, 1, 2, 2], nodes.Select(node => node.Depth));
        Assert.Equal([-1, 0, 1, 1], nodes.Select(node => node.ParentIndex));
        Assert.Equal([3, 2, 0, 0], nodes.Select(node => node.DescendantCount));
    }

    [Fact]
    public void A_repeated_span_is_stored_once()
    {
        using var store = new TestStore();
        for (var i = 0; i < 3; i++)
            store.Add(Traces("one", Enumerable.Range(1, 40).Select(id => Span(1, (ulong)id))));

        Assert.Equal(40, store.Trace(1).Nodes.Count);
        Assert.Equal(40, Assert.Single(store.Read.GetResources()).SpanCount);
    }

    [Fact]
    public void A_trace_without_a_root_shows_its_earliest_span_and_marks_orphans()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 5, parent: 99, start: 2), Span(1, 6, parent: 98, start: 1, end: 3, name: "first")));

        var trace = store.Trace(1);

        Assert.False(trace.Summary.HasRoot);
        Assert.Equal("first", trace.Summary.Name);
        Assert.All(trace.Nodes, node => Assert.True(node.IsOrphan));
        Assert.All(trace.Nodes, node => Assert.Equal(0, node.Depth));
    }

    [Fact]
    public void A_cycle_of_parents_loses_no_span()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1, parent: 3), Span(1, 2, parent: 1), Span(1, 3, parent: 2), Span(1, 4, parent: 4)));

        Assert.Equal(4, store.Trace(1).Nodes.Count);
    }

    [Fact]
    public void A_trace_ten_thousand_spans_deep_is_shown()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Enumerable.Range(1, 10_000).Select(id => Span(1, (ulong)id, parent: (ulong)id - 1, start: id / 1e4, end: 3 - (id / 1e4)))));

        var nodes = store.Trace(1).Nodes;

        Assert.Equal(9_999, nodes[^1].Depth);
        Assert.True(nodes[^1].IsOnCriticalPath);
    }

    [Fact]
    public void A_span_that_ends_before_it_starts_has_no_duration()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1, start: 5, end: 4)));

        Assert.Equal(TimeSpan.Zero, store.Trace(1).Summary.Duration);
    }

    [Fact]
    public void Spans_without_usable_ids_are_rejected_and_the_others_kept()
    {
        using var store = new TestStore();
        var noTrace = Span(1, 2);
        noTrace.TraceId = Google.Protobuf.ByteString.CopyFrom(1, 2, 3);
        var noSpan = Span(1, 3);
        noSpan.SpanId = Google.Protobuf.ByteString.CopyFrom(new byte[8]);

        var result = store.Add(Traces("one", Span(1, 1), noTrace, noSpan));

        Assert.Equal(2, result.Rejected);
        Assert.Contains("2 spans have no valid trace_id", result.Message, StringComparison.Ordinal);
        Assert.Single(store.Trace(1).Nodes);
    }

    [Fact]
    public void A_summary_counts_spans_and_errors_of_each_resource()
    {
        using var store = new TestStore();
        store.Add(Traces("order", Span(1, 2, parent: 1, start: 1, error: true), Span(1, 3, parent: 1, start: 2)));
        store.Add(Traces("web", Span(1, 1, start: 0, end: 6)));

        var summary = store.Trace(1).Summary;

        Assert.Equal([("web", 1, 0), ("order", 2, 1)], summary.Resources.Select(part => (part.Resource.DisplayName, part.SpanCount, part.ErrorCount)));
        Assert.Equal((3, 1, TimeSpan.FromSeconds(6)), (summary.SpanCount, summary.ErrorCount, summary.Duration));
    }

    [Fact]
    public void Instances_of_one_name_are_told_apart()
    {
        using var store = new TestStore();
        store.Add(Traces("api", "aaaa", [Span(1, 1)]));
        Assert.Equal("api", Assert.Single(store.Read.GetResources()).Resource.DisplayName);

        store.Add(Traces("api", "bbbb", [Span(2, 1)]));

        Assert.Equal(["api-aaaa", "api-bbbb"], store.Read.GetResources().Select(resource => resource.Resource.DisplayName));
        Assert.Equal(2, store.TracesOf("api"));
        Assert.Equal(1, store.Read.QueryTraces(new TraceQuery { Resource = new ResourceKey("api", "bbbb") }).TotalCount);
    }

    [Fact]
    public void An_answer_does_not_change_while_spans_arrive()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1)));
        var before = store.Read.QuerySpans(new TraceQuery());

        store.Add(Traces("one", Enumerable.Range(2, 50).Select(id => Span(1, (ulong)id))));

        Assert.Single(before[0]);
        Assert.Equal(51, store.Read.QuerySpans(new TraceQuery())[0].Count);
    }
}
