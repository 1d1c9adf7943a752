using System.Text.Json;
using Shop.OrderApi.Checkout;

namespace Shop.OrderApi.Orders;

/// <summary>An order as clients see it.</summary>
/// <param name="Id">The order.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="OrderDate">When it was placed (UTC).</param>
/// <param name="Status">Where it stands.</param>
/// <param name="InProgress">What is under way and not finished yet, or null: <c>Confirm</c>, <c>Reject</c>, <c>Cancel</c>, <c>Ship</c>, <c>Refund</c>.</param>
/// <param name="Stuck">True where what is under way was given up and people have to look at it, else null.</param>
/// <param name="Total">The price of all lines; zero until the stock is reserved.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PaymentMethod">How it is paid.</param>
/// <param name="Lines">What is ordered.</param>
/// <param name="Refunded">How much was given back.</param>
/// <param name="Refunds">The refunds, where there are any.</param>
/// <param name="History">Each status it had, oldest first.</param>
public sealed record OrderView(
    Guid Id, string CustomerId, DateTimeOffset OrderDate, OrderStatus Status, OrderGoal? InProgress, bool? Stuck, decimal Total,
    string Currency, string PaymentMethod, IReadOnlyList<OrderLine> Lines, decimal Refunded, IReadOnlyList<OrderRefund>? Refunds,
    IReadOnlyList<HistoryEntry> History)
{
    /// <summary>The order as it stands.</summary>
    /// <param name="order">The order with its events.</param>
    public static OrderView Of(Order order) => new(
        order.Id, order.CustomerId, order.OrderDate, order.Status, order.Goal == OrderGoal.None ? null : order.Goal,
        order.State.IsStuck ? true : null, order.Total, order.Currency, order.PaymentMethod, order.Lines, order.Refunded, order.Refunds.Count == 0 ? null : order.Refunds,
        [new HistoryEntry(OrderStatus.Pending, order.OrderDate), .. order.Events.Select(HistoryEntry.Of)]);

    /// <summary>
    /// The order as it stood when it was confirmed: what the request that placed it was answered, and will be answered again,
    /// whatever has happened to the order since.
    /// </summary>
    /// <param name="order">An order that has been confirmed.</param>
    public static OrderView AsConfirmed(Order order) => Of(order with
    {
        Status = OrderStatus.Confirmed,
        Goal = OrderGoal.None,
        Refunds = [],
        Events = [.. order.Events.Where(change => change.Type == OrderEventTypes.Confirmed)],
    });
}

/// <summary>An entry of an order's history.</summary>
/// <param name="Status">The status from then on.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Event">The type of the event, where the change was told.</param>
/// <param name="Reason">Why, for a rejection or a cancellation.</param>
/// <param name="Amount">How much, for a refund.</param>
public sealed record HistoryEntry(OrderStatus Status, DateTimeOffset At, string? Event = null, string? Reason = null, decimal? Amount = null)
{
    /// <summary>The entry for a change.</summary>
    /// <param name="change">The change.</param>
    public static HistoryEntry Of(OrderEvent change) => new(change.Status, change.At, change.Type, change.Reason, change.Amount);
}

/// <summary>An order in a list.</summary>
/// <param name="Id">The order.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="OrderDate">When it was placed (UTC).</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Total">The price of all lines; zero until the stock is reserved.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record OrderSummary(Guid Id, string CustomerId, DateTimeOffset OrderDate, OrderStatus Status, decimal Total, string Currency);

/// <summary>
/// A refusal as the client sees it: a problem (RFC 9457) made of stored members only, so that a repeated request gets the
/// same bytes.
/// </summary>
/// <param name="Type">The problem type.</param>
/// <param name="Title">The kind of problem.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What happened.</param>
/// <param name="OrderId">The order that was refused.</param>
/// <param name="Reason">Why the payment was declined.</param>
/// <param name="Products">The products that are short or unknown.</param>
public sealed record RefusalView(
    string Type, string Title, int Status, string Detail, Guid OrderId, string? Reason, JsonElement? Products)
{
    /// <summary>The answer for an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="refusal">Why it was refused.</param>
    public static RefusalView Of(Guid orderId, Refusal refusal) =>
        new(refusal.Type, refusal.Title, refusal.Status, refusal.Detail, orderId, refusal.Reason, refusal.Products);
}
