using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Problems;

namespace Shop.ProductApi.Reservations;

/// <summary><c>/reservations</c>: the goods that orders hold. Every request can be repeated safely.</summary>
internal static class ReservationEndpoints
{
    public static void MapReservations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/reservations/{orderId}").WithTags("Reservations");
        group.MapPut("", ReserveAsync)
            .WithSummary("Reserves all lines of an order or none.")
            .Produces<ReservationAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("", FindAsync).WithSummary("Shows what an order holds.");
        group.MapPost("/commit", CommitAsync)
            .WithSummary("The goods leave the house.")
            .Produces<ReservationState>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("", ReleaseAsync)
            .WithSummary("The goods are free again; also ends an order that never reserved anything.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ReserveAsync(Guid orderId, ReservationInput input, ReservationDesk desk)
    {
        var errors = input.Validate(orderId, out var request);
        if (errors.Count > 0) return Problem.Invalid(errors);

        var outcome = await desk.ReserveAsync(request);
        return outcome is ReservationOutcome.Held held ? TypedResults.Ok(held.Reservation) : ReservationProblem.Of(request, outcome);
    }

    private static async Task<Results<Ok<ReservationAnswer>, ProblemHttpResult>> FindAsync(
        Guid orderId, ReservationDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(orderId, cancellationToken) is { } reservation
            ? TypedResults.Ok(reservation)
            : ReservationProblem.Nothing(orderId);

    private static async Task<IResult> CommitAsync(Guid orderId, ReservationDesk desk, CancellationToken cancellationToken) =>
        await desk.CloseAsync(orderId, ReservationStatus.Committed, cancellationToken) switch
        {
            null => ReservationProblem.Nothing(orderId),
            ReservationStatus.Committed => TypedResults.Ok(new ReservationState(orderId, ReservationStatus.Committed)),
            { } ended => ReservationProblem.Closed(orderId, ended),
        };

    private static async Task<IResult> ReleaseAsync(Guid orderId, ReservationDesk desk, CancellationToken cancellationToken) =>
        await desk.CloseAsync(orderId, ReservationStatus.Released, cancellationToken) switch
        {
            ReservationStatus.Committed => ReservationProblem.Closed(orderId, ReservationStatus.Committed),
            _ => TypedResults.NoContent(),
        };
}
