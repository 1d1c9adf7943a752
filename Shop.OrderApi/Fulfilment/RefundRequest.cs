using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Fulfilment;

/// <summary>The body of <c>POST /orders/{id}/refund</c>, as sent; none asks for everything that is left.</summary>
/// <param name="Amount">How much, in the order's currency; all that is left when missing.</param>
/// <param name="RefundId">The caller's name for the refund; a repeat under the same name refunds once.</param>
public sealed record RefundRequest(decimal? Amount = null, string? RefundId = null)
{
    /// <summary>The name of a refund that was given none: asking twice without a name refunds once.</summary>
    public const string UnnamedRefund = "refund";

    /// <summary>Far above any total, and within what the database can hold.</summary>
    private const decimal MaxAmount = 1_000_000_000_000m;

    /// <summary>Says what is wrong, by field; empty when nothing is.</summary>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Amount is { } amount && (amount is <= 0 or > MaxAmount || decimal.Round(amount, 2) != amount))
            errors["amount"] = ["An amount above zero with at most two decimals is required."];
        if (RefundId is not null && !PlaceOrderRequest.IsName(RefundId))
            errors["refundId"] = [$"1 to {PlaceOrderRequest.MaxNameLength} letters, digits or any of - _ . : @ | + are required."];
        return errors;
    }
}
