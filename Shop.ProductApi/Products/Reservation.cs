using System.Text.Json.Serialization;

namespace Shop.ProductApi.Products;

/// <summary>
/// The goods that an order holds. Lines are parallel arrays in one row: they are written together, never change, and a
/// checkout then costs one row. The view <c>product.reservation_lines</c> shows them line by line.
/// </summary>
internal sealed class Reservation
{
    /// <summary>The order that holds the goods: one reservation each.</summary>
    public Guid OrderId { get; init; }

    /// <summary>Whether the goods are held, have left the house or are free again.</summary>
    public ReservationStatus Status { get; init; }

    /// <summary>The currency of all prices (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>The sum over all lines of quantity times price, as priced when the goods were reserved.</summary>
    public decimal Total { get; init; }

    /// <summary>The products, in the order of the lines. Empty when the order was released before it reserved anything.</summary>
    public required int[] ProductIds { get; init; }

    /// <summary>Their names at the time.</summary>
    public required string[] Names { get; init; }

    /// <summary>Pieces of each.</summary>
    public required int[] Quantities { get; init; }

    /// <summary>The price of one piece of each at the time.</summary>
    public required decimal[] UnitPrices { get; init; }

    /// <summary>When the goods were reserved (UTC).</summary>
    public DateTimeOffset ReservedAt { get; init; }

    /// <summary>When the reservation was committed or released (UTC); null while it holds goods.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>Where a reservation stands. It starts as reserved and ends, once, as one of the others.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReservationStatus>))]
public enum ReservationStatus
{
    /// <summary>The goods are held for the order.</summary>
    Reserved,

    /// <summary>The goods have left the house: sold.</summary>
    Committed,

    /// <summary>The goods are free again, and the order can reserve nothing any more.</summary>
    Released,
}
