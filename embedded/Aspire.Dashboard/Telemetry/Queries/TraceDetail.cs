namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>A whole trace as a tree, in the order in which a waterfall shows it.</summary>
/// <param name="Summary">The trace as in the list.</param>
/// <param name="Nodes">All spans, depth first, siblings by start time.</param>
internal sealed record TraceDetail(TraceSummary Summary, IReadOnlyList<TraceNode> Nodes)
{
    internal TraceId TraceId => Summary.TraceId;
}

/// <summary>A span in the tree of its trace.</summary>
/// <param name="Span">The span.</param>
/// <param name="Depth">0 for a root.</param>
/// <param name="ParentIndex">The parent's place in <see cref="TraceDetail.Nodes"/>, or -1.</param>
/// <param name="DescendantCount">How many of the following nodes are below this one: what collapsing it hides.</param>
/// <param name="IsOrphan">It names a parent that has not arrived, and so is shown as a root.</param>
/// <param name="CriticalPath">
/// The stretches during which the trace waited for this span itself and not for a child of it; empty off the critical path.
/// </param>
internal sealed record TraceNode(
    Span Span,
    int Depth,
    int ParentIndex,
    int DescendantCount,
    bool IsOrphan,
    IReadOnlyList<TimeSegment> CriticalPath)
{
    internal bool IsOnCriticalPath => CriticalPath.Count > 0;

    /// <summary>The time on the critical path that is this span's own.</summary>
    internal TimeSpan CriticalTime => UnixNanos.ToTimeSpan(CriticalPath.Aggregate(0ul, static (sum, segment) => sum + (segment.EndNanos - segment.StartNanos)));
}

/// <summary>A stretch of time in nanoseconds since 1970-01-01 UTC.</summary>
internal readonly record struct TimeSegment(ulong StartNanos, ulong EndNanos);
