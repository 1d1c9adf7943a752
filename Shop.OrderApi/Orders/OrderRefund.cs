namespace Shop.OrderApi.Orders;

/// <summary>Money given back for a shipped order.</summary>
/// <param name="RefundId">The caller's name for this refund: asking twice under one name refunds once.</param>
/// <param name="Amount">How much, in the order's currency.</param>
/// <param name="Status">Whether the money has moved.</param>
/// <param name="RequestedAt">When it was asked for (UTC).</param>
public sealed record OrderRefund(string RefundId, decimal Amount, RefundStatus Status, DateTimeOffset RequestedAt);

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
