using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults.Problems;

namespace Shop.ProductApi.Reservations;

/// <summary>What a caller is told whose reservation was refused: the same over HTTP and within one process.</summary>
internal static class ReservationProblem
{
    /// <param name="command">What was asked for.</param>
    /// <param name="outcome">What came of it; anything but held.</param>
    public static ProblemHttpResult Of(ReserveCommand command, ReservationOutcome outcome) => outcome switch
    {
        ReservationOutcome.Conflict => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/reservation-conflict", "The order has reserved other goods.",
            $"Order {command.OrderId} holds a reservation with other lines."),
        ReservationOutcome.Closed closed => Closed(command.OrderId, closed.Status),
        ReservationOutcome.Insufficient shortage => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/insufficient-stock", "There is not enough stock.",
            string.Join(" ", shortage.Products.Select(p => $"Product {p.ProductId}: {p.Requested} requested, {p.Available} available.")),
            new Dictionary<string, object?> { ["products"] = shortage.Products }),
        ReservationOutcome.Unknown unknown => AreUnknown(command, unknown.ProductIds),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };

    /// <summary>The order has no reservation.</summary>
    public static ProblemHttpResult Nothing(Guid orderId) => Problem.NotFound($"Order {orderId} has reserved nothing.");

    /// <summary>The reservation has ended, and not as asked for.</summary>
    public static ProblemHttpResult Closed(Guid orderId, ReservationStatus status) => Problem.Of(
        StatusCodes.Status409Conflict, "/problems/reservation-closed", "The reservation has ended.",
        status == ReservationStatus.Committed
            ? $"The goods of order {orderId} have left the house."
            : $"The reservation of order {orderId} was released.",
        new Dictionary<string, object?> { ["reservationStatus"] = status });

    private static ProblemHttpResult AreUnknown(ReserveCommand command, IReadOnlyList<int> productIds)
    {
        var errors = command.Lines
            .Select((line, i) => (Field: $"lines[{i}].productId", line.ProductId))
            .Where(line => productIds.Contains(line.ProductId))
            .ToDictionary(line => line.Field, line => new[] { $"There is no product {line.ProductId}." });
        return Problem.Of(
            StatusCodes.Status422UnprocessableEntity, "/problems/unknown-product", "There is no such product.",
            string.Join(" ", errors.Values.Select(reasons => reasons[0])),
            new Dictionary<string, object?> { ["errors"] = errors, ["products"] = productIds });
    }
}
