using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Authorizations;

/// <summary><c>PUT /payments/{orderId}</c>: has the money of an order held.</summary>
internal static class AuthorizationEndpoints
{
    public static void MapAuthorizations(this RouteGroupBuilder payments) =>
        payments.MapPut("/{orderId}", AuthorizeAsync)
            .WithSummary("Has the money of an order held; can be repeated safely.")
            .Produces<PaymentAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status402PaymentRequired)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> AuthorizeAsync(
        Guid orderId, AuthorizationInput input, AuthorizationDesk desk, IPaymentGateway gateway, CancellationToken cancellationToken)
    {
        var errors = input.Validate(gateway);
        if (errors.Count > 0) return Problem.Invalid(errors);

        // Two decimals, as the database keeps them, so that the first answer has the same digits as all later ones.
        var amount = decimal.Round(input.Amount!.Value, 2) + 0.00m;
        var outcome = await desk.AuthorizeAsync(new(orderId, amount, input.Currency!, input.Method!), cancellationToken);
        return outcome is AuthorizationOutcome.Approved approved ? TypedResults.Ok(approved.Payment) : PaymentProblem.Of(orderId, outcome);
    }
}
