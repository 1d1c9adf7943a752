namespace Shop.ProductApi.Reservations;

/// <summary>What came of asking for a reservation.</summary>
public abstract record ReservationOutcome
{
    private ReservationOutcome()
    {
    }

    /// <summary>The goods are held: by this request or by the same one before.</summary>
    /// <param name="Reservation">The priced lines.</param>
    public sealed record Held(ReservationAnswer Reservation) : ReservationOutcome;

    /// <summary>The order holds other goods than those asked for.</summary>
    public sealed record Conflict : ReservationOutcome;

    /// <summary>The reservation was ended before.</summary>
    /// <param name="Status">How it ended.</param>
    public sealed record Closed(ReservationStatus Status) : ReservationOutcome;

    /// <summary>There are no such products.</summary>
    /// <param name="ProductIds">Those that are not in the catalogue.</param>
    public sealed record Unknown(IReadOnlyList<int> ProductIds) : ReservationOutcome;

    /// <summary>There is not enough of them, and nothing is held.</summary>
    /// <param name="Products">Those that are short.</param>
    public sealed record Insufficient(IReadOnlyList<StockShortage> Products) : ReservationOutcome;
}
