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

        var outcome = await desk.RefundAsync(orderId, input?.RefundId ?? Refund.DefaultId, input?.Amount, cancellationToken);
        return outcome is RefundOutcome.Done done ? TypedResults.Ok(done.Payment) : PaymentProblem.Of(orderId, outcome);
    }
}
