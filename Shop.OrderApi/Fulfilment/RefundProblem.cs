using Microsoft.AspNetCore.Http.HttpResults;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Fulfilment;

/// <summary>What a client is told whose refund gives nothing back.</summary>
internal static class RefundProblem
{
    /// <param name="result">What came of the refund; anything but done or under way, of an order that can be refunded.</param>
    public static ProblemHttpResult Of(FulfilmentResult result)
    {
        var (order, refund) = (result.Order!, result.Refund);
        return result.Outcome switch
        {
            FulfilmentOutcome.RefundConflict => Problem.Of(
                StatusCodes.Status409Conflict, "/problems/refund-conflict", "The refund was asked for with another amount.",
                $"Refund {refund!.RefundId} of order {order.Id} is one of {refund.Amount} {order.Currency}{(refund.OfRest == true ? ", all that was left" : "")}.",
                Members(order, refund)),
            FulfilmentOutcome.RefundRefused => Problem.Of(
                StatusCodes.Status409Conflict, "/problems/refund-refused", "The refund was refused.",
                $"Nothing was given back for refund {refund!.RefundId} of {refund.Amount} {order.Currency}: the payment service answered {refund.Reason}. "
                + "Another refundId is another attempt.",
                Members(order, refund)),
            FulfilmentOutcome.RefundExceeds => Problem.Of(
                StatusCodes.Status409Conflict, "/problems/refund-exceeds-capture", "There is not so much left to give back.",
                $"Of order {order.Id}, {order.Refundable} {order.Currency} is left to give back.",
                new Dictionary<string, object?> { ["orderId"] = order.Id, ["remaining"] = order.Refundable }),
            var other => throw new InvalidOperationException($"{other} is no refusal of a refund."),
        };
    }

    private static Dictionary<string, object?> Members(Order order, OrderRefund refund) => new()
    {
        ["orderId"] = order.Id,
        ["refundId"] = refund.RefundId,
        ["amount"] = refund.Amount,
        ["reason"] = refund.Reason,
    };
}
