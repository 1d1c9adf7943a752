using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Refunds;

/// <summary><c>/payments/{orderId}/refund</c>: gives captured money back.</summary>
internal static class RefundEndpoints
{
    public static void MapRefunds(this RouteGroupBuilder payments) =>
        payments.MapPost("/{orderId}/refund", RefundAsync)
            .WithSummary("Gives captured money back, all that is left or an amount; can be repeated safely under the same refundId.")
            .Produces<PaymentAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> RefundAsync(Guid orderId, RefundInput? input, RefundDesk desk, CancellationToken cancellationToken)
    {
        var errors = input?.Validate() ?? [];
        if (errors.Count > 0) return Problem.Invalid(errors);

        return await desk.RefundAsync(orderId, input?.RefundId ?? Refund.DefaultId, input?.Amount, cancellationToken) switch
        {
            RefundOutcome.Done done => TypedResults.Ok(done.Payment),
            RefundOutcome.Unknown => LedgerEndpoints.NoPayment(orderId),
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
            var other => throw new InvalidOperationException($"{other.GetType()} has no answer."),
        };
    }
}
