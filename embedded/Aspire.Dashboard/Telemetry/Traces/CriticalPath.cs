using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>
/// Which span a trace was waiting for at each moment.
/// <para>
/// The rule: read the trace backwards from its end. At a moment t inside a span, what the span waited for is the child that
/// ended last at or before t; between that child's end and t the time is the span's own. Go on inside the child, and when
/// its start is reached, in the span again from there. A child that outlasts its parent counts up to the parent's end, and
/// one that began before it from the parent's start; a child that was still running at t held nothing up and is passed over. Several roots are
/// treated as children of the trace itself.
/// </para>
/// The answer is exact for calls that are waited for; work that nobody waits for can only appear if it ended last.
/// </summary>
internal sealed class CriticalPath
{
    private readonly Span[] _spans;
    private readonly List<int>[] _children;
    private readonly List<TimeSegment>?[] _segments;
    private readonly Stack<Frame> _frames = new();

    private CriticalPath(Span[] spans, List<int>[] children)
    {
        _spans = spans;
        _children = children;
        _segments = new List<TimeSegment>?[spans.Length];
    }

    /// <summary>For each span the stretches that are its own, ascending; null for spans off the path.</summary>
    /// <param name="spans">The spans of one trace.</param>
    /// <param name="children">For each span the indexes of its children; a tree, without cycles.</param>
    /// <param name="roots">The indexes of the roots.</param>
    internal static List<TimeSegment>?[] Find(Span[] spans, List<int>[] children, List<int> roots)
    {
        var path = new CriticalPath(spans, children);
        var start = roots.Min(root => spans[root].StartNanos);
        var end = roots.Max(root => spans[root].EndNanos);
        path.Walk(new Frame(-1, start, end, path.ByEnd(roots, end)));
        foreach (var segments in path._segments)
            segments?.Reverse();
        return path._segments;
    }

    // Not recursive: a trace may be ten thousand spans deep.
    private void Walk(Frame trace)
    {
        _frames.Push(trace);
        while (_frames.TryPeek(out var frame))
        {
            if (NextChild(frame) is not { } child)
            {
                AddOwn(frame.Span, frame.Start, frame.Cursor);
                _frames.Pop();
                continue;
            }
            var end = Math.Min(_spans[child].EndNanos, frame.End);
            var start = Math.Max(_spans[child].StartNanos, frame.Start);
            AddOwn(frame.Span, end, frame.Cursor);
            frame.Cursor = start;
            _frames.Push(new Frame(child, start, end, ByEnd(_children[child], end)));
        }
    }

    /// <summary>The child that ended last at or before the cursor, and took any time inside the frame.</summary>
    private int? NextChild(Frame frame)
    {
        while (frame.Next < frame.Children.Length)
        {
            var child = frame.Children[frame.Next++];
            var end = Math.Min(_spans[child].EndNanos, frame.End);
            var start = Math.Max(_spans[child].StartNanos, frame.Start);
            if (end <= frame.Cursor && start < end)
                return child;
        }
        return null;
    }

    private int[] ByEnd(List<int> children, ulong limit) =>
        [.. children.OrderByDescending(child => Math.Min(_spans[child].EndNanos, limit)).ThenBy(child => _spans[child].StartNanos)];

    private void AddOwn(int span, ulong start, ulong end)
    {
        if (span >= 0 && start < end)
            (_segments[span] ??= []).Add(new TimeSegment(start, end));
    }

    private sealed class Frame(int span, ulong start, ulong end, int[] children)
    {
        internal int Span { get; } = span;

        internal ulong Start { get; } = start;

        internal ulong End { get; } = end;

        internal int[] Children { get; } = children;

        internal int Next { get; set; }

        internal ulong Cursor { get; set; } = end;
    }
}
