using Microsoft.AspNetCore.Http.HttpResults;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Access;

namespace Shop.PaymentApi.Settlements;

/// <summary><c>/payments/{orderId}/capture</c> and <c>/void</c>: what becomes of held money.</summary>
internal static class SettlementEndpoints
{
    public static void MapSettlements(this RouteGroupBuilder payments)
    {
        payments.MapPost("/{orderId}/capture", CaptureAsync)
            .ForService(ServiceNames.Orders)
            .WithSummary("Takes the money that is held for an order; can be repeated safely.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        payments.MapPost("/{orderId}/void", VoidAsync)
            .ForService(ServiceNames.Orders)
            .WithSummary("Lets the money go that is held for an order, also ahead of a request that is still on its way; can be repeated safely.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<PaymentResponse>, ProblemHttpResult>> CaptureAsync(
        Guid orderId, SettlementHandler handler) =>
        Respond(orderId, await handler.CaptureAsync(orderId));

    private static async Task<Results<Ok<PaymentResponse>, ProblemHttpResult>> VoidAsync(
        Guid orderId, SettlementHandler handler) =>
        Respond(orderId, await handler.VoidAsync(orderId));

    private static Results<Ok<PaymentResponse>, ProblemHttpResult> Respond(Guid orderId, SettlementOutcome outcome) =>
        outcome is SettlementOutcome.Done done ? TypedResults.Ok(done.Payment) : SettlementProblem.Of(orderId, outcome);
}
