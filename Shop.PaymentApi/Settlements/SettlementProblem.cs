using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Settlements;

/// <summary>What a caller is told where money was neither taken nor let go: the same over HTTP and within one process.</summary>
internal static class SettlementProblem
{
    /// <param name="orderId">The order.</param>
    /// <param name="outcome">What came of it; anything but done.</param>
    public static ProblemHttpResult Of(Guid orderId, SettlementOutcome outcome) => outcome switch
    {
        SettlementOutcome.Closed closed => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/payment-closed", "The payment has ended otherwise.",
            closed.Settlement switch
            {
                MovementKind.Capture => $"The payment of order {orderId} was captured.",
                MovementKind.Void => $"The payment of order {orderId} was voided.",
                _ => $"The payment of order {orderId} was declined.",
            },
            new Dictionary<string, object?> { ["paymentStatus"] = closed.Status }),
        SettlementOutcome.Unknown => PaymentProblem.NoPayment(orderId),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };
}
