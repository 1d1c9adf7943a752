using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Problems;

namespace Shop.ProductApi.Reservations;

/// <summary>The body of a reservation, as a client may have written it.</summary>
/// <param name="Lines">The goods; at least one line, each product once.</param>
public sealed record ReservationRequest(
    [property: Required, MinLength(1), MaxLength(StockLimits.MaxLines)] IReadOnlyList<ReservationRequestLine?>? Lines)
{
    internal Dictionary<string, string[]> Validate(Guid orderId, out ReserveCommand command)
    {
        command = new(orderId, []);
        if (Lines is not { Count: > 0 }) return new() { ["lines"] = ["At least one line is required."] };
        if (Lines.Count > StockLimits.MaxLines)
            return new() { ["lines"] = [$"At most {StockLimits.MaxLines} lines are allowed, not {Lines.Count}."] };

        var errors = new Dictionary<string, string[]>();
        var lines = new ReserveLine[Lines.Count];
        var seen = new HashSet<int>();
        for (var i = 0; i < lines.Length; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"lines[{i}]");
            if (Lines[i] is not { } line)
            {
                errors[field] = ["A line cannot be null."];
                continue;
            }

            if (line.ProductId is not { } productId) errors[$"{field}.productId"] = ["The product is required."];
            else if (!seen.Add(productId)) errors[$"{field}.productId"] = [$"Product {productId} is in an earlier line already."];
            if (line.Quantity is not (>= 1 and <= StockLimits.MaxQuantity))
                errors[$"{field}.quantity"] = [$"The quantity is between 1 and {StockLimits.MaxQuantity}."];
            lines[i] = new(line.ProductId.GetValueOrDefault(), line.Quantity.GetValueOrDefault());
        }

        command = new(orderId, lines);
        return errors;
    }
}

/// <summary>One line of the body of a reservation.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record ReservationRequestLine(
    [property: Required] int? ProductId, [property: Required, Range(1, StockLimits.MaxQuantity)] int? Quantity);

/// <summary>A reservation as callers see it.</summary>
/// <param name="OrderId">The order that holds the goods.</param>
/// <param name="Status">Where the reservation stands.</param>
/// <param name="Currency">The currency of all prices (ISO 4217).</param>
/// <param name="Total">The sum of the lines' amounts.</param>
/// <param name="Lines">The goods, as priced when they were reserved.</param>
public sealed record ReservationResponse(
    Guid OrderId, ReservationStatus Status, string Currency, decimal Total, IReadOnlyList<ReservationResponseLine> Lines);

/// <summary>One line of a reservation.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name at the time.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="UnitPrice">The price of one piece at the time.</param>
/// <param name="Amount">Quantity times price.</param>
public sealed record ReservationResponseLine(int ProductId, string Name, int Quantity, decimal UnitPrice, decimal Amount);

/// <summary>Where a reservation stands after it was ended.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">How it ended.</param>
public sealed record ReservationStatusResponse(Guid OrderId, ReservationStatus Status);

/// <summary><c>/reservations</c>: the goods that orders hold. Every request can be repeated safely.</summary>
internal static class ReservationEndpoints
{
    public static void MapReservations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/reservations/{orderId}").WithTags("Reservations");
        group.MapPut("", ReserveAsync)
            .ForService(ServiceNames.Orders)
            .WithSummary("Reserves all lines of an order or none.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("", FindAsync)
            .ForStaff()
            .WithSummary("Shows what an order holds.")
            .Produces<ReservationResponse>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/commit", CommitAsync)
            .ForService(ServiceNames.Orders)
            .WithSummary("The goods leave the house.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("", ReleaseAsync)
            .ForService(ServiceNames.Orders)
            .WithSummary("The goods are free again; also ends an order that never reserved anything.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<ReservationResponse>, ProblemHttpResult>> ReserveAsync(
        Guid orderId, ReservationRequest request, ReservationHandler handler)
    {
        var errors = request.Validate(orderId, out var command);
        if (errors.Count > 0) return Problem.Invalid(errors);

        var outcome = await handler.ReserveAsync(command);
        return outcome is ReservationOutcome.Held held ? TypedResults.Ok(held.Reservation) : ReservationProblem.Of(command, outcome);
    }

    private static async Task<Results<Ok<ReservationResponse>, ProblemHttpResult>> FindAsync(
        Guid orderId, ReservationHandler handler, CancellationToken cancellationToken) =>
        await handler.FindAsync(orderId, cancellationToken) is { } reservation
            ? TypedResults.Ok(reservation)
            : ReservationProblem.Nothing(orderId);

    private static async Task<Results<Ok<ReservationStatusResponse>, ProblemHttpResult>> CommitAsync(Guid orderId, ReservationHandler handler) =>
        await handler.CloseAsync(orderId, ReservationStatus.Committed) is { } problem
            ? problem
            : TypedResults.Ok(new ReservationStatusResponse(orderId, ReservationStatus.Committed));

    /// <summary>With a body that names the order: an empty 204 anybody between the two services could have answered.</summary>
    private static async Task<Results<Ok<ReservationStatusResponse>, ProblemHttpResult>> ReleaseAsync(Guid orderId, ReservationHandler handler) =>
        await handler.CloseAsync(orderId, ReservationStatus.Released) is { } problem
            ? problem
            : TypedResults.Ok(new ReservationStatusResponse(orderId, ReservationStatus.Released));
}
