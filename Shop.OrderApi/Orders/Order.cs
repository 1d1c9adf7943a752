using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Validation;

namespace Shop.OrderApi.Orders;

/// <summary>
/// An order with everything that decides what happens to it next. One row: lines and refunds are JSON inside it, because they
/// are written with the order, read with the order and guarded by the order's version.
/// </summary>
internal sealed record Order
{
    public const int MaxLines = 100;

    /// <summary>Pieces of one product.</summary>
    public const int MaxQuantity = 10_000;

    /// <summary>Of a customer's id and a refund's, in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>As much as the payment service takes: a longer one would reserve stock first and be refused then.</summary>
    public const int MaxPaymentMethodLength = 50;

    /// <summary>Of a refund: far above any total, and within what the database can hold.</summary>
    public const decimal MaxAmount = 1_000_000_000_000m;

    /// <summary>What <see cref="CheckName"/> allows, for the OpenAPI document.</summary>
    public const string NamePattern = Names.Pattern;

    /// <summary>A version-7 GUID, so that ids sort by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>Rises with every write. A write names the version it was decided on and fails when that has passed.</summary>
    public int Version { get; init; } = 1;

    public required string CustomerId { get; init; }

    public required DateTimeOffset OrderDate { get; init; }

    public OrderStatus Status { get; init; } = OrderStatus.Pending;

    public OrderGoal Goal { get; init; } = OrderGoal.Confirm;

    public OrderStep Step { get; init; } = OrderStep.Reserve;

    public required string PaymentMethod { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Zero before the stock is reserved.</summary>
    public decimal Total { get; init; }

    public string Currency { get; init; } = Money.Currency;

    /// <summary>What the customer saw that it would cost, or null where they did not say.</summary>
    public decimal? ExpectedTotal { get; init; }

    /// <summary>Whether it costs something else than the customer saw. The price is known once the stock is reserved.</summary>
    public bool IsPricedUnexpectedly => ExpectedTotal is { } expected && expected != Total;

    /// <summary>Who asked for what the order is on its way to, or did so last.</summary>
    public string? Actor { get; init; }

    /// <summary>What was given back, and what is asked for.</summary>
    public IReadOnlyList<OrderRefund> Refunds { get; init; } = [];

    /// <summary>Why the order is or will be rejected or cancelled.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>How often in a row the current goal had to be put off.</summary>
    public int Attempts { get; init; }

    /// <summary>When a worker may take the order, or null when nothing is left to do.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Until when somebody is working on it, or null.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The W3C trace context of the request that placed it, so that a later resumption joins the same trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The history, oldest first, without the placing itself.</summary>
    public IList<OrderEvent> Events { get; init; } = [];

    public OrderState State => new(Status, Goal, Step);

    public decimal Refunded => Refunds.Where(refund => refund.Status == RefundStatus.Done).Sum(refund => refund.Amount).ToCents();

    /// <summary>What can still be refunded: the total without what was refunded or is about to be.</summary>
    public decimal Refundable => Total - Refunds.Where(refund => refund.Status != RefundStatus.Refused).Sum(refund => refund.Amount);

    /// <summary>Whether the customer has got the whole total back.</summary>
    public bool IsAllBack => Refunds.Any(refund => refund.Status == RefundStatus.Done) && Refunded == Total;

    public Order In(OrderState state) => this with { Status = state.Status, Goal = state.Goal, Step = state.Step };

    /// <summary>Says what is wrong with a text that should be a customer's id, a payment method or a refund's id, or null.</summary>
    public static string? CheckName(string? name, int maxLength = MaxNameLength) => Names.Check(name, maxLength);
}

/// <summary>So many pieces of one product. Name and price are the product service's, known once the stock is reserved.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces, at least one.</param>
/// <param name="Name">The product's name at the time of the reservation.</param>
/// <param name="UnitPrice">The price of one piece, in the order's currency.</param>
/// <param name="Amount">The price of the line.</param>
public sealed record OrderLine(int ProductId, int Quantity, string? Name = null, decimal? UnitPrice = null, decimal? Amount = null);

/// <summary>Money given back for a shipped order.</summary>
/// <param name="RefundId">
/// The caller's name for this refund: asking twice under one name refunds once. One of all that was left may have been asked for
/// without a name; its name then begins with *, which no caller can choose.
/// </param>
/// <param name="Amount">How much, in the order's currency.</param>
/// <param name="Status">Whether the money has moved.</param>
/// <param name="RequestedAt">When it was asked for (UTC).</param>
/// <param name="OfRest">True where no amount was named but all that was left was asked for, else null.</param>
/// <param name="Reason">Why it was refused: the last segment of the problem type that the payment service gave.</param>
/// <param name="By">Who asked for it; told to staff only.</param>
public sealed record OrderRefund(
    string RefundId, decimal Amount, RefundStatus Status, DateTimeOffset RequestedAt, bool? OfRest = null, string? Reason = null, string? By = null)
{
    /// <summary>What the names begin with that refunds get which were asked for without one.</summary>
    internal const char UnnamedPrefix = '*';

    /// <summary>Whether another request under the same name asks for the same.</summary>
    internal bool IsOf(decimal? amount) => amount is null ? OfRest == true : Amount == amount;
}

/// <summary>How far a refund has come.</summary>
public enum RefundStatus
{
    /// <summary>Written down; the payment service has not confirmed it yet.</summary>
    Pending,

    /// <summary>The payment service has given the money back.</summary>
    Done,

    /// <summary>The payment service refused it for good.</summary>
    Refused,
}
