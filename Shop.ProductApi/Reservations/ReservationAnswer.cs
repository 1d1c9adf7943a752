namespace Shop.ProductApi.Reservations;

/// <summary>A reservation as callers see it.</summary>
/// <param name="OrderId">The order that holds the goods.</param>
/// <param name="Status">Where the reservation stands.</param>
/// <param name="Currency">The currency of all prices (ISO 4217).</param>
/// <param name="Total">The sum of the lines' amounts.</param>
/// <param name="Lines">The goods, as priced when they were reserved.</param>
public sealed record ReservationAnswer(
    Guid OrderId, ReservationStatus Status, string Currency, decimal Total, IReadOnlyList<ReservationAnswerLine> Lines);

/// <summary>One line of a reservation.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name at the time.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="UnitPrice">The price of one piece at the time.</param>
/// <param name="Amount">Quantity times price.</param>
public sealed record ReservationAnswerLine(int ProductId, string Name, int Quantity, decimal UnitPrice, decimal Amount);

/// <summary>Where a reservation stands after it was ended.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">How it ended.</param>
public sealed record ReservationState(Guid OrderId, ReservationStatus Status);

/// <summary>A product of which there is too little.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Requested">Pieces asked for.</param>
/// <param name="Available">Pieces that could have been had.</param>
public sealed record StockShortage(int ProductId, int Requested, int Available);
