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

        return await desk.ReserveAsync(request) switch
        {
            ReservationOutcome.Held held => TypedResults.Ok(held.Reservation),
            ReservationOutcome.Conflict => Problem.Of(
                StatusCodes.Status409Conflict, "/problems/reservation-conflict", "The order has reserved other goods.",
                $"Order {orderId} holds a reservation with other lines."),
            ReservationOutcome.Closed closed => IsClosed(orderId, closed.Status),
            ReservationOutcome.Insufficient shortage => Problem.Of(
                StatusCodes.Status409Conflict, "/problems/insufficient-stock", "There is not enough stock.",
                string.Join(" ", shortage.Products.Select(p => $"Product {p.ProductId}: {p.Requested} requested, {p.Available} available.")),
                new Dictionary<string, object?> { ["products"] = shortage.Products }),
            ReservationOutcome.Unknown unknown => AreUnknown(request, unknown.ProductIds),
            var other => throw new InvalidOperationException($"{other.GetType()} has no answer."),
        };
    }

    private static async Task<Results<Ok<ReservationAnswer>, ProblemHttpResult>> FindAsync(
        Guid orderId, ReservationDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(orderId, cancellationToken) is { } reservation
            ? TypedResults.Ok(reservation)
            : Problem.NotFound($"Order {orderId} has reserved nothing.");

    private static async Task<IResult> CommitAsync(Guid orderId, ReservationDesk desk, CancellationToken cancellationToken) =>
        await desk.CloseAsync(orderId, ReservationStatus.Committed, cancellationToken) switch
        {
            null => Problem.NotFound($"Order {orderId} has reserved nothing."),
            ReservationStatus.Committed => TypedResults.Ok(new ReservationState(orderId, ReservationStatus.Committed)),
            { } ended => IsClosed(orderId, ended),
        };

    private static async Task<IResult> ReleaseAsync(Guid orderId, ReservationDesk desk, CancellationToken cancellationToken) =>
        await desk.CloseAsync(orderId, ReservationStatus.Released, cancellationToken) switch
        {
            ReservationStatus.Committed => IsClosed(orderId, ReservationStatus.Committed),
            _ => TypedResults.NoContent(),
        };

    private static ProblemHttpResult IsClosed(Guid orderId, ReservationStatus status) => Problem.Of(
        StatusCodes.Status409Conflict, "/problems/reservation-closed", "The reservation has ended.",
        status == ReservationStatus.Committed
            ? $"The goods of order {orderId} have left the house."
            : $"The reservation of order {orderId} was released.",
        new Dictionary<string, object?> { ["reservationStatus"] = status });

    private static ProblemHttpResult AreUnknown(ReservationRequest request, IReadOnlyList<int> productIds)
    {
        var errors = request.Lines
            .Select((line, i) => (Field: $"lines[{i}].productId", line.ProductId))
            .Where(line => productIds.Contains(line.ProductId))
            .ToDictionary(line => line.Field, line => new[] { $"There is no product {line.ProductId}." });
        return Problem.Of(
            StatusCodes.Status422UnprocessableEntity, "/problems/unknown-product", "There is no such product.",
            string.Join(" ", errors.Values.Select(reasons => reasons[0])),
            new Dictionary<string, object?> { ["errors"] = errors, ["products"] = productIds });
    }
}
