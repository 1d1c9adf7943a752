namespace Shop.ProductApi.Stock;

/// <summary>The stock of a product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="OnHand">Pieces in the warehouse, including those that are reserved.</param>
/// <param name="Reserved">Pieces that orders hold.</param>
/// <param name="Available">Pieces that can still be ordered.</param>
public sealed record StockAnswer(int ProductId, int OnHand, int Reserved, int Available);
