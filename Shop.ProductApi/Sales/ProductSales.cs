namespace Shop.ProductApi.Sales;

/// <summary>What was sold of a product so far, as told by the events of orders.</summary>
public sealed class ProductSales
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
