namespace Shop.ProductApi.Products;

/// <summary>A product of which there is too little: what the problem <c>/problems/insufficient-stock</c> lists.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Requested">Pieces asked for.</param>
/// <param name="Available">Pieces that could have been had.</param>
public sealed record StockShortage(int ProductId, int Requested, int Available);
