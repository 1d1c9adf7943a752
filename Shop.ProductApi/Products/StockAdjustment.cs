namespace Shop.ProductApi.Products;

/// <summary>A change of stock other than a sale: goods that came in, broke or were counted. Never edited.</summary>
internal sealed class StockAdjustment
{
    /// <summary>The order in which adjustments were made.</summary>
    public long Id { get; init; }

    /// <summary>The product whose stock changed.</summary>
    public int ProductId { get; init; }

    /// <summary>Pieces added, or, when negative, taken away.</summary>
    public int Delta { get; init; }

    /// <summary>Why, in the words of whoever did it.</summary>
    public required string Reason { get; init; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset AdjustedAt { get; init; }
}
