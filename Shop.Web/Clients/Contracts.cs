namespace Shop.Web.Clients;

/// <summary>A product, as the product service tells it.</summary>
internal sealed record ProductView(int Id, string Name, string Description, string Category, decimal Price, string Currency, int Available);

/// <summary>A change of a product's stock.</summary>
internal sealed record StockChangeView(long Id, int Delta, string Reason, DateTimeOffset At, string? By);

/// <summary>A product's stock and how it came about.</summary>
internal sealed record StockView(int ProductId, int OnHand, int Reserved, int Available, IReadOnlyList<StockChangeView> History);

/// <summary>A change of what the catalogue says.</summary>
internal sealed record CatalogueChangeView(long Id, string Kind, string Name, decimal Price, string Currency, DateTimeOffset At, string By);

/// <summary>A line of an order.</summary>
public sealed record OrderLineView(int ProductId, int Quantity, string? Name = null, decimal? UnitPrice = null, decimal? Amount = null);

/// <summary>A change of an order.</summary>
public sealed record OrderHistoryView(string Status, DateTimeOffset At, string? Event, string? Reason, decimal? Amount, string? By);

/// <summary>Money given back.</summary>
public sealed record OrderRefundView(string RefundId, decimal Amount, string Status, DateTimeOffset RequestedAt, string? Reason, string? By);

/// <summary>An order, as the order service tells it; in a list without what is null here.</summary>
public sealed record OrderView(
    Guid Id, string CustomerId, DateTimeOffset OrderDate, string Status, string? InProgress, string? WaitsFor, bool? Stuck, decimal Total, string Currency,
    string? PaymentMethod, IReadOnlyList<OrderLineView>? Lines, decimal Refunded, IReadOnlyList<OrderRefundView>? Refunds, IReadOnlyList<OrderHistoryView>? History)
{
    /// <summary>Whether something is still to come without anybody asking for it.</summary>
    public bool IsUnderWay => InProgress is not null && Stuck is not true;
}

/// <summary>What is asked for.</summary>
internal sealed record NewOrder(IReadOnlyList<OrderLineView> Lines, string PaymentMethod, decimal ExpectedTotal);

/// <summary>A movement of money.</summary>
internal sealed record MovementView(string Kind, string Debit, string Credit, decimal Amount, string Currency, string Reference, DateTimeOffset EnteredAt);

/// <summary>The payment of an order.</summary>
internal sealed record PaymentView(Guid OrderId, decimal Amount, string Currency, string Method, string Status, decimal Captured, decimal Refunded, IReadOnlyList<MovementView>? Entries);

/// <summary>The goods that an order holds, or held.</summary>
internal sealed record ReservationView(Guid OrderId, string Status, IReadOnlyList<OrderLineView>? Lines);

/// <summary>Who is called when orders change.</summary>
internal sealed record SubscriptionView(Guid Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string Status, string? Secret = null);

/// <summary>A call to a subscriber.</summary>
internal sealed record DeliveryView(
    long Id, string EventId, Guid OrderId, string Status, int Attempts, DateTimeOffset? DueAt, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string? LastError);

/// <summary>A refund that is asked for.</summary>
internal sealed record NewRefund(decimal Amount, string RefundId);

/// <summary>An adjustment of stock that is asked for.</summary>
internal sealed record NewStockChange(int Delta, string Reason);

/// <summary>What a product is to be.</summary>
internal sealed record ProductEdit(string Name, string Description, string Category, decimal Price);

/// <summary>A subscription that is asked for.</summary>
internal sealed record NewSubscription(string Url);

/// <summary>Why a service refuses (RFC 9457).</summary>
internal sealed record ProblemView(string? Type, string? Title, int? Status, string? Detail, decimal? Total, string? WaitsFor);
