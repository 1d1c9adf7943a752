namespace Shop.ProductApi.Reservations;

/// <summary>The goods that an order wants.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Lines">At least one line; each product at most once.</param>
public sealed record ReservationRequest(Guid OrderId, IReadOnlyList<ReservationRequestLine> Lines);

/// <summary>One product that an order wants.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces, at least one.</param>
public readonly record struct ReservationRequestLine(int ProductId, int Quantity);
