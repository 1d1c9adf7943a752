namespace Shop.PaymentApi.Ledger;

/// <summary>
/// Money that is to be given back: set aside here before the gateway is asked, so that no two refunds count on the same money.
/// It has been given back when the ledger says so.
/// </summary>
internal sealed class Refund
{
    /// <summary>The longest id of a refund, in characters.</summary>
    public const int MaxIdLength = 100;

    /// <summary>The id of a refund whose client named none: an order has one of those.</summary>
    public const string DefaultId = "refund";

    /// <summary>The order whose money is given back.</summary>
    public Guid OrderId { get; init; }

    /// <summary>Tells refunds of one order apart; chosen by the client.</summary>
    public required string RefundId { get; init; }

    /// <summary>How much, greater than zero, in the currency of the payment.</summary>
    public decimal Amount { get; init; }

    /// <summary>When it was asked for (UTC).</summary>
    public DateTimeOffset RequestedAt { get; init; }
}
