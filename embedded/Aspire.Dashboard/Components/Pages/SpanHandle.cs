using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>A span in its waterfall, as a component's parameter.</summary>
public sealed class SpanHandle
{
    internal SpanHandle(Waterfall waterfall, TraceNode node) => (Waterfall, Node) = (waterfall, node);

    internal Waterfall Waterfall { get; }

    internal TraceNode Node { get; }
}
