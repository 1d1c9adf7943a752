using System.Globalization;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Outbox;

/// <summary>An event as subscribers see it, in webhooks and in the event stream.</summary>
/// <param name="Id">The event: the same in every delivery of it, so that a consumer can drop repeats.</param>
/// <param name="Type">One of <see cref="OrderEventTypes"/>.</param>
/// <param name="OrderId">The order that changed.</param>
/// <param name="Version">The order's version; rises within the order.</param>
/// <param name="CustomerId">Whose order it is.</param>
/// <param name="Status">The order's status after the change.</param>
/// <param name="At">When it happened (UTC).</param>
/// <param name="Total">The price of all lines.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">Why, for a rejection or a cancellation.</param>
/// <param name="Amount">How much was refunded.</param>
/// <param name="RefundId">Which refund.</param>
public sealed record EventView(
    string Id, string Type, Guid OrderId, int Version, string CustomerId, OrderStatus Status, DateTimeOffset At, decimal Total,
    string Currency, string? Reason = null, decimal? Amount = null, string? RefundId = null)
{
    /// <summary>The name of an event all over the world.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="version">The order's version after the change.</param>
    public static string IdOf(Guid orderId, int version) => string.Create(CultureInfo.InvariantCulture, $"evt_{orderId:N}_{version}");

    /// <summary>The view of an order's change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="customerId">Whose order it is.</param>
    /// <param name="total">The price of all lines.</param>
    /// <param name="currency">ISO 4217.</param>
    public static EventView Of(OrderEvent change, string customerId, decimal total, string currency) => new(
        IdOf(change.OrderId, change.Version), change.Type, change.OrderId, change.Version, customerId, change.Status, change.At,
        total, currency, change.Reason, change.Amount, change.RefundId);
}
