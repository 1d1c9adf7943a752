namespace Shop.ProductApi.Products;

/// <summary>What was sold of a product so far, as told by the events of orders.</summary>
internal sealed class ProductSales
{
    /// <summary>The product.</summary>
    public required int ProductId { get; init; }

    /// <summary>Pieces that were shipped.</summary>
    public long Pieces { get; init; }

    /// <summary>Orders that they were in.</summary>
    public long Orders { get; init; }

    /// <summary>What they were sold for, in the shop's currency, whatever was refunded later.</summary>
    public decimal Revenue { get; init; }

    /// <summary>When the last of them was shipped (UTC), as this module heard of it.</summary>
    public DateTimeOffset LastSoldAt { get; init; }
}

/// <summary>
/// An event of an order that has had its effect on the sales: the inbox. Events arrive at least once; what is written here in the
/// same transaction as the effect is what makes that exactly once.
/// </summary>
internal sealed class ReceivedEvent
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The version that the order had after what happened.</summary>
    public required int Version { get; init; }

    /// <summary>When it came first (UTC).</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}
