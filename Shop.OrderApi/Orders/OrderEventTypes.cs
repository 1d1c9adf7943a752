namespace Shop.OrderApi.Orders;

/// <summary>The types of events, as subscribers see them.</summary>
public static class OrderEventTypes
{
    /// <summary>Stock is reserved and payment authorized.</summary>
    public const string Confirmed = "order.confirmed";

    /// <summary>The order could not be fulfilled.</summary>
    public const string Rejected = "order.rejected";

    /// <summary>The order was called off.</summary>
    public const string Cancelled = "order.cancelled";

    /// <summary>Goods are out, payment is captured.</summary>
    public const string Shipped = "order.shipped";

    /// <summary>Money was given back.</summary>
    public const string Refunded = "order.refunded";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Confirmed, Rejected, Cancelled, Shipped, Refunded];

    /// <summary>The event that tells of an order having reached a status, or null for one that is not told.</summary>
    /// <param name="status">The status reached.</param>
    public static string? For(OrderStatus status) => status switch
    {
        OrderStatus.Confirmed => Confirmed,
        OrderStatus.Rejected => Rejected,
        OrderStatus.Cancelled => Cancelled,
        OrderStatus.Shipped => Shipped,
        _ => null,
    };
}
