using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Refunds;

/// <summary>
/// The body of a refund, as a client may have written it. An amount needs a name: without one, a request that is sent again after
/// its answer was lost could not be told from a second refund of as much. Nothing at all asks for everything that is still owed,
/// which needs none: once it is back, asking again moves nothing.
/// </summary>
/// <param name="RefundId">
/// Tells refunds of one order apart; repeating one answers the same, and with another amount is a conflict. A * in front is for callers that name their own customers' refunds.
/// </param>
/// <param name="Amount">How much; all that is left where it is not said.</param>
public sealed record PaymentRefundRequest(
    [property: StringLength(Refund.MaxIdLength, MinimumLength = 1), RegularExpression(Refund.IdPattern)] string? RefundId,
    [property: Range(0.01, (double)Payment.MaxAmount)] decimal? Amount)
{
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (RefundId is not null && Refund.CheckId(RefundId) is { } badId) errors["refundId"] = [badId];
        if (Amount is not null && Payment.CheckAmount(Amount) is { } badAmount) errors["amount"] = [badAmount];
        else if (Amount is not null && RefundId is null) errors["refundId"] = ["A refund of an amount needs a name, so that sending it again does not give it twice."];
        return errors;
    }
}

/// <summary><c>/payments/{orderId}/refund</c>: gives captured money back.</summary>
internal static class RefundEndpoints
{
    public static void MapRefunds(this RouteGroupBuilder payments) =>
        payments.MapPost("/{orderId}/refund", RefundAsync)
            .ForService(ServiceNames.Orders)
            .WithSummary("Gives captured money back: an amount, under a refundId, or all that is still owed; can be repeated safely.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PaymentResponse>, ProblemHttpResult>> RefundAsync(
        Guid orderId, PaymentRefundRequest? request, RefundHandler handler)
    {
        var errors = request?.Validate() ?? [];
        if (errors.Count > 0) return Problem.Invalid(errors);

        var outcome = await handler.RefundAsync(orderId, request?.RefundId, request?.Amount);
        return outcome is RefundOutcome.Done done ? TypedResults.Ok(done.Payment) : RefundProblem.Of(orderId, outcome);
    }
}
