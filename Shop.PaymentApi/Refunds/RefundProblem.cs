using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Refunds;

/// <summary>What a caller is told where money was not given back: the same over HTTP and within one process.</summary>
internal static class RefundProblem
{
    /// <param name="orderId">The order.</param>
    /// <param name="outcome">What came of it; anything but done.</param>
    public static ProblemHttpResult Of(Guid orderId, RefundOutcome outcome) => outcome switch
    {
        RefundOutcome.Unknown => PaymentProblem.NoPayment(orderId),
        RefundOutcome.NotCaptured => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-not-captured", "There is nothing to give back.",
            $"Nothing was captured for order {orderId}."),
        RefundOutcome.Conflict conflict => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/refund-conflict", "The refund was asked for with another amount.",
            $"This refund of order {orderId} is one of {conflict.Amount}."),
        RefundOutcome.Exceeds exceeds => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/refund-exceeds-capture", "There is not so much left to give back.",
            $"Of the payment of order {orderId}, {exceeds.Remaining} is left to give back.",
            new Dictionary<string, object?> { ["remaining"] = exceeds.Remaining }),
        RefundOutcome.Refused => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/refund-refused", "The gateway refuses the refund.",
            $"The gateway does not give back the money of order {orderId} under this refundId. Another refundId is another attempt."),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };
}
