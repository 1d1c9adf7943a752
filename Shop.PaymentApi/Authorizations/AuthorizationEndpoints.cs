using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Validation;

namespace Shop.PaymentApi.Authorizations;

/// <summary>The body of an authorization, as a client may have written it.</summary>
/// <param name="Amount">How much, with at most two decimals.</param>
/// <param name="Currency">The shop's currency (ISO 4217).</param>
/// <param name="Method">A payment method that the gateway knows.</param>
public sealed record AuthorizationRequest(
    [property: Required, Range(0.01, (double)Payment.MaxAmount)] decimal? Amount,
    [property: Required, RegularExpression($"^{Money.Currency}$")] string? Currency,
    [property: Required, StringLength(Payment.MaxMethodLength, MinimumLength = 1)] string? Method)
{
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Payment.CheckAmount(Amount) is { } badAmount) errors["amount"] = [badAmount];
        if (Currency != Money.Currency) errors["currency"] = [$"The shop's currency is {Money.Currency}."];
        if (TextRules.CheckRequired(Method, Payment.MaxMethodLength) is { } badMethod) errors["method"] = [badMethod];
        return errors;
    }
}

/// <summary><c>PUT /payments/{orderId}</c>: has the money of an order held.</summary>
internal static class AuthorizationEndpoints
{
    public static void MapAuthorizations(this RouteGroupBuilder payments) =>
        payments.MapPut("/{orderId}", AuthorizeAsync)
            .ForService(ServiceNames.Orders)
            .WithSummary("Has the money of an order held; can be repeated safely.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status402PaymentRequired)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PaymentResponse>, ProblemHttpResult>> AuthorizeAsync(
        Guid orderId, AuthorizationRequest request, AuthorizationHandler handler, IPaymentGateway gateway)
    {
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);
        if (!gateway.Knows(request.Method!)) return AuthorizationProblem.UnknownMethod(request.Method!, gateway);

        var outcome = await handler.AuthorizeAsync(new(orderId, request.Amount!.Value.ToCents(), request.Currency!, request.Method!));
        return outcome is AuthorizationOutcome.Approved approved ? TypedResults.Ok(approved.Payment) : AuthorizationProblem.Of(orderId, outcome);
    }
}
