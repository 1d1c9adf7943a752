using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.OrderApi.Orders;

/// <summary>An order as clients see it.</summary>
/// <param name="Id">The order.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="OrderDate">When it was placed (UTC).</param>
/// <param name="Status">Where it stands.</param>
/// <param name="InProgress">What is under way and not finished yet, or null: <c>Confirm</c>, <c>Reject</c>, <c>Cancel</c>, <c>Ship</c>, <c>Refund</c>.</param>
/// <param name="WaitsFor">The part of the shop whose answer it needs to go on, or null.</param>
/// <param name="Stuck">True where what is under way was given up and people have to look at it, else null.</param>
/// <param name="Total">The price of all lines; zero until the stock is reserved.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PaymentMethod">How it is paid.</param>
/// <param name="Lines">What is ordered.</param>
/// <param name="Refunded">How much was given back.</param>
/// <param name="Refunds">The refunds, where there are any.</param>
/// <param name="History">Each status it had, oldest first.</param>
public sealed record OrderResponse(
    Guid Id, string CustomerId, DateTimeOffset OrderDate, OrderStatus Status, OrderGoal? InProgress, ShopPart? WaitsFor, bool? Stuck,
    decimal Total, string Currency, string PaymentMethod, IReadOnlyList<OrderLine> Lines, decimal Refunded, IReadOnlyList<OrderRefund>? Refunds,
    IReadOnlyList<OrderHistoryEntry> History)
{
    /// <summary>The order as a caller may see it: who did what to it is for staff.</summary>
    internal static OrderResponse Of(Order order, bool forStaff = false) => new(
        order.Id, order.CustomerId, order.OrderDate, order.Status, order.Goal == OrderGoal.None ? null : order.Goal,
        order.State.WaitsFor, order.State.IsStuck ? true : null, order.Total, order.Currency, order.PaymentMethod, order.Lines, order.Refunded,
        order.Refunds.Count == 0 ? null : [.. order.Refunds.Select(refund => forStaff ? refund : refund with { By = null })],
        [
            new OrderHistoryEntry(OrderStatus.Pending, order.OrderDate),
            .. order.Events.Select(change => new OrderHistoryEntry(
                change.Status, change.At, change.Type, change.Reason, change.Amount, forStaff ? change.Actor : null)),
        ]);

    /// <summary>
    /// The order as it stood when it was confirmed: what the request that placed it was answered, and will be answered again,
    /// whatever has happened to the order since.
    /// </summary>
    internal static OrderResponse AsConfirmed(Order order) => Of(order with
    {
        Status = OrderStatus.Confirmed,
        Goal = OrderGoal.None,
        Step = OrderStep.None,
        Refunds = [],
        Events = [.. order.Events.Where(change => change.Type == OrderEventTypes.Confirmed)],
    });

    /// <summary>How soon to ask again what has become of an order that is still worked on.</summary>
    private const string RetryAfterSeconds = "2";

    /// <summary>The response with this order as its body, for 201 and 202 where to find it, and for 202 when to look.</summary>
    internal JsonHttpResult<OrderResponse> ToResult(HttpResponse response, int status = StatusCodes.Status200OK)
    {
        if (status is StatusCodes.Status202Accepted) response.Headers.RetryAfter = RetryAfterSeconds;
        if (status is StatusCodes.Status201Created or StatusCodes.Status202Accepted) response.Headers.Location = $"/orders/{Id}";
        return TypedResults.Json(this, OrderJson.Default.OrderResponse, statusCode: status);
    }
}

/// <summary>An entry of an order's history.</summary>
/// <param name="Status">The status from then on.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Event">The type of the event, where the change was told.</param>
/// <param name="Reason">Why, for a rejection, a cancellation or a refused refund.</param>
/// <param name="Amount">How much, for a refund, given or refused.</param>
/// <param name="By">Who asked for it, where somebody did; told to staff only.</param>
public sealed record OrderHistoryEntry(
    OrderStatus Status, DateTimeOffset At, string? Event = null, string? Reason = null, decimal? Amount = null, string? By = null);
