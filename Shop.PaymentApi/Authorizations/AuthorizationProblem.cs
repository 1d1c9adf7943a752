using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Authorizations;

/// <summary>What a caller is told whose money is not held: the same over HTTP and within one process.</summary>
internal static class AuthorizationProblem
{
    /// <summary>The gateway takes other methods.</summary>
    public static ProblemHttpResult UnknownMethod(string method, IPaymentGateway gateway) => Problem.Of(
        StatusCodes.Status422UnprocessableEntity, "/problems/unknown-payment-method", "There is no such payment method.",
        $"'{method}' is not a method that the shop accepts: those are {gateway.KnownMethods}.");

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
            StatusCodes.Status409Conflict, "/problems/payment-closed", "The payment has ended otherwise.", $"The payment of order {orderId} was voided.",
            new Dictionary<string, object?> { ["paymentStatus"] = PaymentStatus.Voided }),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };
}
