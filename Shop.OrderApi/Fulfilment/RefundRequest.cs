using System.Text.Json.Serialization;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults;

namespace Shop.OrderApi.Fulfilment;

/// <summary>The body of <c>POST /orders/{id}/refund</c>, as sent; none asks for everything that is left.</summary>
/// <param name="Amount">How much, in the order's currency; all that is left when missing.</param>
/// <param name="RefundId">The caller's name for the refund; a repeat under the same name refunds once.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RefundRequest(decimal? Amount = null, string? RefundId = null)
{
    /// <summary>The name of a refund that was given none: asking twice without a name refunds once.</summary>
    internal const string UnnamedRefund = "refund";

    /// <summary>Says what is wrong, by field; empty when nothing is.</summary>
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Amount is { } amount && (amount is <= 0 or > Order.MaxAmount || amount.ToCents() != amount))
            errors["amount"] = ["An amount above zero with at most two decimals is required."];
        if (RefundId is not null && Order.CheckName(RefundId) is { } badId) errors["refundId"] = [badId];
        return errors;
    }
}
