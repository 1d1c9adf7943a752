using System.Diagnostics;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Outbox;

/// <summary>An event on its way out.</summary>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="TraceParent">The W3C trace context of the work that made the change.</param>
/// <param name="Message">What others are told.</param>
internal sealed record PendingEvent(long Sequence, string? TraceParent, OrderEventMessage Message)
{
    /// <summary>A span of its own, for many traces at once, that links to each of them.</summary>
    public static Activity? StartActivity(string name, List<PendingEvent> pending)
    {
        var links = pending
            .Select(p => ActivityContext.TryParse(p.TraceParent, null, isRemote: true, out var context) ? context : default)
            .Where(context => context != default)
            .Select(context => new ActivityLink(context));
        var activity = OrderTelemetry.Source.StartActivity(ActivityKind.Producer, parentContext: default, links: links, name: name);
        return activity?.SetTag("messaging.batch.message_count", pending.Count);
    }
}
