using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Authorizations;
using Shop.PaymentApi.Captures;
using Shop.PaymentApi.Refunds;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Ledger;

/// <summary>What a caller is told whose money was not moved: the same over HTTP and within one process.</summary>
public static class PaymentProblem
{
    /// <summary>Why an authorization was refused.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="outcome">What came of it; anything but approved.</param>
    public static ProblemHttpResult Of(Guid orderId, AuthorizationOutcome outcome) => outcome switch
    {
        AuthorizationOutcome.Declined declined => Problem.Of(
            StatusCodes.Status402PaymentRequired, "/problems/payment-declined", "The payment was declined.",
            declined.Reason == "insufficient-funds" ? "The customer does not have the money." : "The customer's bank refuses the payment.",
            new Dictionary<string, object?> { ["reason"] = declined.Reason }),
        AuthorizationOutcome.Conflict => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-conflict", "The order has asked for another payment.",
            $"Order {orderId} has a payment with another amount, currency or method."),
        AuthorizationOutcome.Closed => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-closed", "The payment has ended.", $"The payment of order {orderId} was voided."),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };

    /// <summary>Why money was neither taken nor let go.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="outcome">What came of it; anything but done.</param>
    public static ProblemHttpResult Of(Guid orderId, SettlementOutcome outcome) => outcome switch
    {
        SettlementOutcome.Closed closed => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-closed", "The payment has ended otherwise.",
            closed.Settlement switch
            {
                Statement.ToCapture => $"The payment of order {orderId} was captured.",
                Statement.ToVoid => $"The payment of order {orderId} was voided.",
                _ => $"The payment of order {orderId} was declined.",
            },
            new Dictionary<string, object?> { ["paymentStatus"] = closed.Status }),
        SettlementOutcome.Unknown => NoPayment(orderId),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };

    /// <summary>Why money was not given back.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="outcome">What came of it; anything but done.</param>
    public static ProblemHttpResult Of(Guid orderId, RefundOutcome outcome) => outcome switch
    {
        RefundOutcome.Unknown => NoPayment(orderId),
        RefundOutcome.NotCaptured => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-closed", "There is nothing to give back.",
            $"Nothing was captured for order {orderId}."),
        RefundOutcome.Conflict conflict => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-conflict", "The refund was asked for with another amount.",
            $"This refund of order {orderId} is one of {conflict.Amount}."),
        RefundOutcome.Exceeds exceeds => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/refund-exceeds-capture", "There is not so much left to give back.",
            $"Of the payment of order {orderId}, {exceeds.Remaining} is left to give back.",
            new Dictionary<string, object?> { ["remaining"] = exceeds.Remaining }),
        RefundOutcome.Refused => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-closed", "The gateway refuses the refund.",
            $"The gateway does not give back the money of order {orderId}."),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };

    /// <summary>404 for an order that has no payment.</summary>
    /// <param name="orderId">The order.</param>
    internal static ProblemHttpResult NoPayment(Guid orderId) => Problem.NotFound($"Order {orderId} has no payment.");
}
