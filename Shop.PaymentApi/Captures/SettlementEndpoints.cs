using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Captures;

/// <summary><c>/payments/{orderId}/capture</c> and <c>/void</c>: what becomes of held money.</summary>
internal static class SettlementEndpoints
{
    public static void MapSettlements(this RouteGroupBuilder payments)
    {
        payments.MapPost("/{orderId}/capture", CaptureAsync)
            .WithSummary("Takes the money that is held for an order; can be repeated safely.")
            .Produces<PaymentAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        payments.MapPost("/{orderId}/void", VoidAsync)
            .WithSummary("Lets the money go that is held for an order, also ahead of a request that is still on its way; can be repeated safely.")
            .Produces<PaymentAnswer>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> CaptureAsync(Guid orderId, SettlementDesk desk, CancellationToken cancellationToken) =>
        Answer(orderId, await desk.CaptureAsync(orderId, cancellationToken));

    private static async Task<IResult> VoidAsync(Guid orderId, SettlementDesk desk, CancellationToken cancellationToken) =>
        Answer(orderId, await desk.VoidAsync(orderId, cancellationToken));

    private static IResult Answer(Guid orderId, SettlementOutcome outcome) =>
        outcome is SettlementOutcome.Done done ? TypedResults.Ok(done.Payment) : PaymentProblem.Of(orderId, outcome);
}
