using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults;

namespace Shop.OrderApi.Fulfilment;

/// <summary>
/// The body of <c>POST /orders/{id}/refund</c>, as sent; none asks for everything that is left. An amount needs a name: without one,
/// a request that is sent again after its answer was lost could not be told from a second refund of as much. Everything that is left
/// needs none: once it is back, asking again moves nothing.
/// </summary>
/// <param name="Amount">How much, in the order's currency; all that is left when missing.</param>
/// <param name="RefundId">
/// The caller's name for the refund: a repeat of it answers the same, and one with another amount is a conflict. Required with an amount.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RefundRequest(
    [property: Range(0.01, (double)Order.MaxAmount)] decimal? Amount = null,
    [property: StringLength(Order.MaxNameLength, MinimumLength = 1), RegularExpression(Order.NamePattern)] string? RefundId = null)
{
    /// <summary>Says what is wrong, by field; empty when nothing is.</summary>
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Amount is { } amount && (amount is <= 0 or > Order.MaxAmount || amount.ToCents() != amount))
            errors["amount"] = ["An amount above zero with at most two decimals is required."];
        else if (Amount is not null && RefundId is null)
            errors["refundId"] = ["A refund of an amount needs a name, so that sending it again does not give it twice."];
        if (RefundId is not null && Order.CheckName(RefundId) is { } badId) errors["refundId"] = [badId];
        return errors;
    }
}
