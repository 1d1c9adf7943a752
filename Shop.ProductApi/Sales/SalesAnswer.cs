namespace Shop.ProductApi.Sales;

/// <summary>What was sold of a product so far.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Pieces">Pieces that were shipped.</param>
/// <param name="Orders">Orders that they were in.</param>
/// <param name="Revenue">What they were sold for, whatever was refunded later.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="LastSoldAt">When the last of them was shipped (UTC); absent where nothing was.</param>
public sealed record SalesAnswer(int ProductId, long Pieces, long Orders, decimal Revenue, string Currency, DateTimeOffset? LastSoldAt);
