using Shop.OrderApi.Checkout;

namespace Shop.OrderApi.Orders;

/// <summary>
/// An order with everything that decides what happens to it next. One row: lines and refunds are JSON inside it, because they
/// are written with the order, read with the order and guarded by the order's version.
/// </summary>
public sealed record Order
{
    /// <summary>A version-7 GUID, so that ids sort by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>Rises with every write. A write names the version it was decided on and fails when that has passed.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Whose order it is.</summary>
    public required string CustomerId { get; init; }

    /// <summary>When it was placed (UTC).</summary>
    public required DateTimeOffset OrderDate { get; init; }

    /// <summary>What customers see.</summary>
    public OrderStatus Status { get; init; } = OrderStatus.Pending;

    /// <summary>What the order is being driven towards.</summary>
    public OrderGoal Goal { get; init; } = OrderGoal.Confirm;

    /// <summary>The next step towards the goal.</summary>
    public OrderStep Step { get; init; } = OrderStep.Reserve;

    /// <summary>How the customer pays; a name that the payment service knows.</summary>
    public required string PaymentMethod { get; init; }

    /// <summary>What is ordered.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>The price of all lines, or zero before the stock is reserved.</summary>
    public decimal Total { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>What was given back, and what is asked for.</summary>
    public IReadOnlyList<OrderRefund> Refunds { get; init; } = [];

    /// <summary>Why the order is or will be rejected or cancelled.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>How often in a row the current goal had to be put off.</summary>
    public int Attempts { get; init; }

    /// <summary>When a worker may take the order (UTC), or null when nothing is left to do.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Until when somebody is working on it (UTC), or null.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The W3C trace context of the request that placed it, so that a later resumption joins the same trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The history, oldest first, without the placing itself.</summary>
    public IList<OrderEvent> Events { get; init; } = [];

    /// <summary>Status, goal and step: what the state machine decides on.</summary>
    public OrderState State => new(Status, Goal, Step);

    /// <summary>What was refunded, in the order's currency.</summary>
    public decimal Refunded => 0.00m + Refunds.Where(refund => refund.Status == RefundStatus.Done).Sum(refund => refund.Amount);

    /// <summary>What can still be refunded: the total without what was refunded or is about to be.</summary>
    public decimal Refundable => Total - Refunds.Where(refund => refund.Status != RefundStatus.Refused).Sum(refund => refund.Amount);

    /// <summary>The order with another state.</summary>
    /// <param name="state">The state.</param>
    public Order In(OrderState state) => this with { Status = state.Status, Goal = state.Goal, Step = state.Step };
}
