using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Problems;

namespace Shop.ProductApi.Reservations;

/// <summary>What a caller is told whose reservation was refused: the same over HTTP and within one process.</summary>
public static class ReservationProblem
{
    /// <summary>Why a reservation was refused.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="outcome">What came of it; anything but held.</param>
    public static ProblemHttpResult Of(ReservationRequest request, ReservationOutcome outcome) => outcome switch
    {
        ReservationOutcome.Conflict => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/reservation-conflict", "The order has reserved other goods.",
            $"Order {request.OrderId} holds a reservation with other lines."),
        ReservationOutcome.Closed closed => Closed(request.OrderId, closed.Status),
        ReservationOutcome.Insufficient shortage => Problem.Of(
            StatusCodes.Status409Conflict, "/problems/insufficient-stock", "There is not enough stock.",
            string.Join(" ", shortage.Products.Select(p => $"Product {p.ProductId}: {p.Requested} requested, {p.Available} available.")),
            new Dictionary<string, object?> { ["products"] = shortage.Products }),
        ReservationOutcome.Unknown unknown => AreUnknown(request, unknown.ProductIds),
        var other => throw new InvalidOperationException($"{other.GetType()} is no refusal."),
    };

    /// <summary>The order has no reservation.</summary>
    /// <param name="orderId">The order.</param>
    public static ProblemHttpResult Nothing(Guid orderId) => Problem.NotFound($"Order {orderId} has reserved nothing.");

    /// <summary>The reservation has ended, and not as asked for.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="status">How it ended.</param>
    public static ProblemHttpResult Closed(Guid orderId, ReservationStatus status) => Problem.Of(
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
