using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class CriticalPathTests
{
    [Fact]
    public void Calls_one_after_the_other_are_all_on_the_path()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1, start: 0, end: 10), Span(1, 2, parent: 1, start: 1, end: 4), Span(1, 3, parent: 1, start: 5, end: 9)));

        // The root's own: before, between and after the calls.
        Assert.Equal([(1, 3.0), (2, 3.0), (3, 4.0)], OwnSeconds(store));
    }

    [Fact]
    public void Of_calls_side_by_side_only_the_one_that_ends_last_counts()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1, start: 0, end: 10), Span(1, 2, parent: 1, start: 1, end: 4), Span(1, 3, parent: 1, start: 1, end: 9)));

        Assert.Equal([(1, 2.0), (3, 8.0)], OwnSeconds(store));
    }

    [Fact]
    public void A_child_that_outlasts_its_parent_counts_up_to_the_parents_end()
    {
        using var store = new TestStore();
        store.Add(Traces("one", Span(1, 1, start: 0, end: 10), Span(1, 2, parent: 1, start: 4, end: 15)));

        Assert.Equal([(1, 4.0), (2, 6.0)], OwnSeconds(store));
    }

    [Fact]
    public void The_parts_of_the_path_fill_the_trace_without_a_gap()
    {
        using var store = new TestStore();
        store.Add(Traces(
            "one",
            Span(1, 1, start: 0, end: 10),
            Span(1, 2, parent: 1, start: 1, end: 6),
            Span(1, 3, parent: 2, start: 2, end: 5),
            Span(1, 4, parent: 1, start: 5.5, end: 9),
            Span(1, 5, parent: 4, start: 6, end: 6.5),
            Span(1, 6, parent: 4, start: 6.2, end: 8.5)));

        var segments = store.Trace(1).Nodes.SelectMany(node => node.CriticalPath).OrderBy(segment => segment.StartNanos).ToList();

        Assert.Equal(Seconds(0), segments[0].StartNanos);
        Assert.Equal(Seconds(10), segments[^1].EndNanos);
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.Equal(pair.First.EndNanos, pair.Second.StartNanos));
    }

    private static IEnumerable<(int Span, double Seconds)> OwnSeconds(TestStore store) =>
        store.Trace(1).Nodes.Where(node => node.IsOnCriticalPath).Select(node => ((int)node.Span.SpanId.Value, node.CriticalTime.TotalSeconds));
}
