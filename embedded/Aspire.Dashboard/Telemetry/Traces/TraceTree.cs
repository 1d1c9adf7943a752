using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>Arranges the spans of a trace, complete or not, as a tree.</summary>
internal static class TraceTree
{
    internal static TraceDetail Build(TraceSnapshot trace)
    {
        var spans = trace.Spans.ToArray();
        Array.Sort(spans, static (a, b) => (a.StartNanos, a.EndNanos == a.StartNanos ? 1 : 0, a.Sequence).CompareTo((b.StartNanos, b.EndNanos == b.StartNanos ? 1 : 0, b.Sequence)));

        var (children, parents) = Link(spans);
        var roots = Roots(spans, children, parents);
        var critical = CriticalPath.Find(spans, children, roots);

        var nodes = new TraceNode[spans.Length];
        var order = DepthFirst(children, roots);
        var descendants = CountDescendants(order, parents);
        var places = new int[spans.Length];
        for (var place = 0; place < order.Count; place++)
        {
            var (index, depth) = order[place];
            places[index] = place;
            var parent = parents[index];
            nodes[place] = new TraceNode(
                spans[index],
                depth,
                parent < 0 ? -1 : places[parent],
                descendants[index],
                parent < 0 && !spans[index].ParentSpanId.IsNone,
                critical[index] ?? (IReadOnlyList<TimeSegment>)[]);
        }
        return new TraceDetail(trace.Summary, nodes);
    }

    private static (List<int>[] Children, int[] Parents) Link(Span[] spans)
    {
        var indexes = new Dictionary<SpanId, int>(spans.Length);
        for (var i = 0; i < spans.Length; i++)
            indexes[spans[i].SpanId] = i;

        var children = new List<int>[spans.Length];
        for (var i = 0; i < spans.Length; i++)
            children[i] = [];
        var parents = new int[spans.Length];
        for (var i = 0; i < spans.Length; i++)
        {
            parents[i] = indexes.TryGetValue(spans[i].ParentSpanId, out var parent) && parent != i ? parent : -1;
            if (parents[i] >= 0)
                children[parents[i]].Add(i);
        }
        return (children, parents);
    }

    /// <summary>The spans without a parent here; a cycle, which only a broken sender makes, is cut at its earliest span.</summary>
    private static List<int> Roots(Span[] spans, List<int>[] children, int[] parents)
    {
        var roots = Enumerable.Range(0, spans.Length).Where(i => parents[i] < 0).ToList();
        var reached = new bool[spans.Length];
        foreach (var (index, _) in DepthFirst(children, roots))
            reached[index] = true;
        for (var i = 0; i < spans.Length; i++)
        {
            if (reached[i])
                continue;
            children[parents[i]].Remove(i);
            parents[i] = -1;
            roots.Add(i);
            foreach (var (index, _) in DepthFirst(children, [i]))
                reached[index] = true;
        }
        return roots;
    }

    private static List<(int Index, int Depth)> DepthFirst(List<int>[] children, List<int> roots)
    {
        var order = new List<(int, int)>(children.Length);
        var pending = new Stack<(int Index, int Depth)>();
        for (var i = roots.Count - 1; i >= 0; i--)
            pending.Push((roots[i], 0));
        while (pending.TryPop(out var next))
        {
            order.Add(next);
            var below = children[next.Index];
            for (var i = below.Count - 1; i >= 0; i--)
                pending.Push((below[i], next.Depth + 1));
        }
        return order;
    }

    private static int[] CountDescendants(List<(int Index, int Depth)> order, int[] parents)
    {
        var counts = new int[order.Count];
        for (var place = order.Count - 1; place >= 0; place--)
        {
            var index = order[place].Index;
            if (parents[index] >= 0)
                counts[parents[index]] += counts[index] + 1;
        }
        return counts;
    }
}
