using System.Globalization;

namespace Shop.OrderApi.Orders;

/// <summary>
/// A change of an order: an entry of its history, and at the same time the outbox row that tells the world. One row is both,
/// so that neither can exist without the other.
/// </summary>
internal sealed record OrderEvent
{
    public required Guid OrderId { get; init; }

    /// <summary>The order's version after the change; rises within the order.</summary>
    public required int Version { get; init; }

    /// <summary>One of <see cref="OrderEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The order's status after the change.</summary>
    public required OrderStatus Status { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>For a rejection, a cancellation or a refused refund.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a refund.</summary>
    public decimal? Amount { get; init; }

    public string? RefundId { get; init; }

    /// <summary>Who asked for the change; null where nobody did, as for a rejection.</summary>
    public string? Actor { get; init; }

    /// <summary>The W3C trace context of the work that made the change.</summary>
    public string? TraceParent { get; init; }

    /// <summary>An order has reached the status that it has.</summary>
    /// <param name="order">The order after the change.</param>
    /// <param name="version">Its version after the change.</param>
    /// <param name="at">When it changed.</param>
    /// <param name="traceParent">The work that changed it; without one, what placed the order.</param>
    public static OrderEvent Reached(Order order, int version, DateTimeOffset at, string? traceParent = null) => new()
    {
        OrderId = order.Id,
        Version = version,
        Type = OrderEventTypes.For(order.Status),
        Status = order.Status,
        At = at,
        Reason = order.State.IsClosed ? order.Refusal?.Name : null,
        TraceParent = traceParent ?? order.TraceParent,
        Actor = order.Status == OrderStatus.Rejected ? null : order.Actor,
    };

    /// <summary>Money was asked to be given back, and is not: the order keeps its status.</summary>
    public static OrderEvent RefundRefused(Order order, OrderRefund refund, int version, DateTimeOffset at, string? traceParent) =>
        Refunded(order, refund, version, at, traceParent) with { Type = OrderEventTypes.RefundRefused, Reason = refund.Reason };

    /// <summary>Money was given back; the order keeps its status.</summary>
    public static OrderEvent Refunded(Order order, OrderRefund refund, int version, DateTimeOffset at, string? traceParent) =>
        Reached(order, version, at, traceParent) with
        {
            Type = OrderEventTypes.Refunded,
            Amount = refund.Amount,
            RefundId = refund.RefundId,
            Actor = refund.By ?? order.Actor,
        };
}

/// <summary>The types of events, as subscribers see them.</summary>
internal static class OrderEventTypes
{
    public const string Placed = "order.placed";
    public const string Confirmed = "order.confirmed";
    public const string Rejected = "order.rejected";
    public const string Cancelled = "order.cancelled";
    public const string Shipped = "order.shipped";
    public const string Refunded = "order.refunded";
    public const string RefundRefused = "order.refund-refused";

    /// <summary>All that can be subscribed to: placing an order has no row of its own, and is told in its stream only.</summary>
    public static IReadOnlyList<string> All { get; } = [Confirmed, Rejected, Cancelled, Shipped, Refunded, RefundRefused];

    public static string For(OrderStatus status) => status switch
    {
        OrderStatus.Pending => Placed,
        OrderStatus.Confirmed => Confirmed,
        OrderStatus.Rejected => Rejected,
        OrderStatus.Cancelled => Cancelled,
        OrderStatus.Shipped => Shipped,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}

/// <summary>An event as subscribers see it, in webhooks and in the event stream.</summary>
/// <param name="Id">The event: the same in every delivery of it, so that a consumer can drop repeats.</param>
/// <param name="Type"><c>order.</c> and <c>placed</c>, <c>confirmed</c>, <c>rejected</c>, <c>cancelled</c>, <c>shipped</c>, <c>refunded</c> or <c>refund-refused</c>.</param>
/// <param name="OrderId">The order that changed.</param>
/// <param name="Version">The order's version; rises within the order.</param>
/// <param name="CustomerId">Whose order it is.</param>
/// <param name="Status">The order's status after the change.</param>
/// <param name="At">When it happened (UTC).</param>
/// <param name="Total">The price of all lines.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">Why, for a rejection, a cancellation or a refused refund.</param>
/// <param name="Amount">How much was refunded, or was to be.</param>
/// <param name="RefundId">Which refund.</param>
public sealed record OrderEventMessage(
    string Id, string Type, Guid OrderId, int Version, string CustomerId, OrderStatus Status, DateTimeOffset At, decimal Total,
    string Currency, string? Reason = null, decimal? Amount = null, string? RefundId = null)
{
    internal static string IdOf(Guid orderId, int version) => string.Create(CultureInfo.InvariantCulture, $"evt_{orderId:N}_{version}");

    internal static OrderEventMessage Of(OrderEvent change, string customerId, decimal total, string currency) => new(
        IdOf(change.OrderId, change.Version), change.Type, change.OrderId, change.Version, customerId, change.Status, change.At,
        total, currency, change.Reason, change.Amount, change.RefundId);
}
