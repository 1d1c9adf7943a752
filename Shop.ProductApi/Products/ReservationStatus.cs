using System.Text.Json.Serialization;

namespace Shop.ProductApi.Products;

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
