namespace Shop.OrderApi.Orders;

/// <summary>
/// The state machine of an order, free of time and storage. Every write of an order moves it along one of these transitions,
/// and the version check of the write makes sure that two of them never start from the same state:
/// <code>
/// Pending   ─confirm: reserve, authorize→ Confirmed ─ship: capture, commit→ Shipped ─refund→ Shipped
///    │ └refused: void, release→ Rejected      │ └refused: void, release→ Cancelled
///    └─cancel: void, release──────────────────┴→ Cancelled
/// </code>
/// Who wins a race is therefore settled by whose write comes first:
/// cancel against confirm: cancel wins, either before the confirmation or by cancelling the confirmed order;
/// cancel against ship: the first of the two, the other is refused;
/// cancel against reject: the first, and with either the order holds nothing;
/// refund against refund: both, as long as their sum stays within the total.
/// </summary>
internal readonly record struct OrderState(OrderStatus Status, OrderGoal Goal, OrderStep Step)
{
    /// <summary>The state in which an order is placed.</summary>
    public static OrderState Placed => new(OrderStatus.Pending, OrderGoal.Confirm, OrderStep.Reserve);

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsSettled => Goal == OrderGoal.None;

    /// <summary>Whether giving back what the order holds was given up: people have to look at it.</summary>
    public bool IsStuck => Step == OrderStep.Stuck;

    /// <summary>Whether nobody is to work on the order: nothing is left to do, or people have to look at it.</summary>
    public bool IsAtRest => IsSettled || IsStuck;

    /// <summary>The part of the shop whose answer the order needs to go on; null where it needs none.</summary>
    public ShopPart? WaitsFor => Step switch
    {
        OrderStep.Reserve or OrderStep.Commit or OrderStep.Release => ShopPart.Products,
        OrderStep.Authorize or OrderStep.Capture or OrderStep.Void or OrderStep.Refund => ShopPart.Payments,
        _ => null,
    };

    /// <summary>Whether the order has ended without goods: it can change no more.</summary>
    public bool IsClosed => Status is OrderStatus.Rejected or OrderStatus.Cancelled;

    /// <summary>The state after the current step has succeeded.</summary>
    public OrderState Advance() => (Goal, Step) switch
    {
        (OrderGoal.Confirm, OrderStep.Reserve) => this with { Step = OrderStep.Authorize },
        (OrderGoal.Confirm, OrderStep.Authorize) => this with { Step = OrderStep.Finish },
        (OrderGoal.Confirm, OrderStep.Finish) => Reached(OrderStatus.Confirmed),
        (OrderGoal.Reject or OrderGoal.Cancel, OrderStep.Void or OrderStep.Park) => this with { Step = OrderStep.Release },
        (OrderGoal.Reject or OrderGoal.Cancel, OrderStep.Release) => this with { Step = OrderStep.Finish },
        (OrderGoal.Reject, OrderStep.Finish) => Reached(OrderStatus.Rejected),
        (OrderGoal.Cancel, OrderStep.Finish) => Reached(OrderStatus.Cancelled),
        (OrderGoal.Ship, OrderStep.Capture) => this with { Step = OrderStep.Commit },
        (OrderGoal.Ship, OrderStep.Commit) => this with { Step = OrderStep.Finish },
        (OrderGoal.Ship, OrderStep.Finish) => Reached(OrderStatus.Shipped),
        (OrderGoal.Refund, OrderStep.Refund) => Reached(OrderStatus.Shipped),
        _ => throw new InvalidOperationException($"An order cannot do {Step} on its way to {Goal}."),
    };

    /// <summary>The state after the current step was refused for good: what was done is undone. Null where nothing can be undone.</summary>
    /// <param name="paymentTouched">Whether an authorization may exist; if not, payment need not be asked to void it.</param>
    public OrderState? Refuse(bool paymentTouched) => Goal switch
    {
        OrderGoal.Confirm => this with { Goal = OrderGoal.Reject, Step = paymentTouched ? OrderStep.Void : OrderStep.Release },
        OrderGoal.Ship => this with { Goal = OrderGoal.Cancel, Step = OrderStep.Void },
        OrderGoal.Refund => Reached(OrderStatus.Shipped),
        _ => null,
    };

    /// <summary>Giving back what the order holds was refused too often; null for a goal that gives nothing back.</summary>
    public OrderState? GiveUp() => Goal is OrderGoal.Reject or OrderGoal.Cancel ? this with { Step = OrderStep.Stuck } : null;

    /// <summary>People have looked at a stuck order: it is given back from the beginning; null where the order is not stuck.</summary>
    public OrderState? Resume() => IsStuck ? this with { Step = OrderStep.Void } : null;

    /// <summary>Somebody calls the order off; null where that is no longer possible.</summary>
    public OrderState? Cancel() => (Status, Goal) switch
    {
        (OrderStatus.Pending, OrderGoal.Confirm) or (OrderStatus.Confirmed, OrderGoal.None) =>
            this with { Goal = OrderGoal.Cancel, Step = OrderStep.Void },
        _ => null,
    };

    /// <summary>The order is to leave; null unless it is confirmed and nobody is cancelling it.</summary>
    public OrderState? Ship() =>
        Status == OrderStatus.Confirmed && Goal == OrderGoal.None ? this with { Goal = OrderGoal.Ship, Step = OrderStep.Capture } : null;

    /// <summary>Money is to go back; null unless the order is shipped.</summary>
    public OrderState? Refund() =>
        Status == OrderStatus.Shipped ? this with { Goal = OrderGoal.Refund, Step = OrderStep.Refund } : null;

    private static OrderState Reached(OrderStatus status) => new(status, OrderGoal.None, OrderStep.None);
}

/// <summary>A part of the shop that orders need.</summary>
public enum ShopPart
{
    /// <summary>Stock and reservations.</summary>
    Products,

    /// <summary>Authorizations, captures, refunds.</summary>
    Payments,
}

/// <summary>What customers and staff see of an order.</summary>
public enum OrderStatus
{
    /// <summary>Accepted and written down; stock or payment are not settled yet.</summary>
    Pending,

    /// <summary>The stock is reserved and the payment authorized.</summary>
    Confirmed,

    /// <summary>The goods have left and the payment is captured. Can be refunded.</summary>
    Shipped,

    /// <summary>Could not be fulfilled. Holds neither stock nor money.</summary>
    Rejected,

    /// <summary>Called off before it was shipped. Holds neither stock nor money.</summary>
    Cancelled,
}

/// <summary>What an order is being driven towards.</summary>
public enum OrderGoal
{
    /// <summary>Nothing is left to do.</summary>
    None,

    /// <summary>Reserve, authorize, confirm.</summary>
    Confirm,

    /// <summary>Give everything back; the order could not be fulfilled.</summary>
    Reject,

    /// <summary>Give everything back; somebody called the order off.</summary>
    Cancel,

    /// <summary>Capture the payment, hand out the goods.</summary>
    Ship,

    /// <summary>Give back the money that refunds ask for.</summary>
    Refund,
}

/// <summary>The next thing to do for an order.</summary>
internal enum OrderStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Reserve the stock.</summary>
    Reserve,

    /// <summary>Authorize the payment.</summary>
    Authorize,

    /// <summary>As <see cref="Void"/>: 0.1.0 wrote it for an order whose client had been told 503, and an upgrade may still find it.</summary>
    Park,

    /// <summary>Void the authorization, or refund what was captured.</summary>
    Void,

    /// <summary>Release the reserved stock.</summary>
    Release,

    /// <summary>Capture the authorized payment.</summary>
    Capture,

    /// <summary>Commit the reservation: the goods leave.</summary>
    Commit,

    /// <summary>Pay out the refunds that are asked for.</summary>
    Refund,

    /// <summary>
    /// Giving back what the order holds was refused again and again: somebody has interfered. Nobody works on it any more until
    /// people have looked at it and resume it.
    /// </summary>
    Stuck,

    /// <summary>Write down that the goal is reached.</summary>
    Finish,
}
