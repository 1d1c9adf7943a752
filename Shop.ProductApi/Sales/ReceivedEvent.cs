namespace Shop.ProductApi.Sales;

/// <summary>
/// An event of an order that has had its effect: the inbox. Events arrive at least once; what is written here in the same
/// transaction as the effect is what makes that exactly once.
/// </summary>
public sealed class ReceivedEvent
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The version that the order had after what happened.</summary>
    public required int Version { get; init; }

    /// <summary>When it came first (UTC).</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}
