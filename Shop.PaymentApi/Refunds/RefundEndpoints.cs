using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Validation;

namespace Shop.PaymentApi.Refunds;

/// <summary>The body of a refund, as a client may have written it; everything may be left out.</summary>
/// <param name="RefundId">Tells refunds of one order apart; repeating one answers the same.</param>
/// <param name="Amount">How much; all that is left where it is not said.</param>
public sealed record PaymentRefundRequest(string? RefundId, decimal? Amount)
{
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (RefundId is not null && TextRules.CheckRequired(RefundId, Refund.MaxIdLength) is { } badId) errors["refundId"] = [badId];
        if (Amount is not null && Payment.CheckAmount(Amount) is { } badAmount) errors["amount"] = [badAmount];
        return errors;
    }
}

/// <summary><c>/payments/{orderId}/refund</c>: gives captured money back.</summary>
internal static class RefundEndpoints
{
    public static void MapRefunds(this RouteGroupBuilder payments) =>
        payments.MapPost("/{orderId}/refund", RefundAsync)
            .WithSummary("Gives captured money back, all that is left or an amount; can be repeated safely under the same refundId.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PaymentResponse>, ProblemHttpResult>> RefundAsync(
        Guid orderId, PaymentRefundRequest? request, RefundHandler handler, CancellationToken cancellationToken)
    {
        var errors = request?.Validate() ?? [];
        if (errors.Count > 0) return Problem.Invalid(errors);

        var outcome = await handler.RefundAsync(orderId, request?.RefundId ?? Refund.DefaultId, request?.Amount, cancellationToken);
        return outcome is RefundOutcome.Done done ? TypedResults.Ok(done.Payment) : RefundProblem.Of(orderId, outcome);
    }
}
