namespace Shop.ProductApi.Products;

/// <summary>A product as the catalogue shows it.</summary>
/// <param name="Id">The number that it is ordered by.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What a customer should know about it.</param>
/// <param name="Category">The shelf that it stands on.</param>
/// <param name="Price">The price of one piece.</param>
/// <param name="Currency">The currency of the price (ISO 4217).</param>
/// <param name="Available">Pieces that can still be ordered.</param>
public sealed record ProductAnswer(
    int Id, string Name, string Description, string Category, decimal Price, string Currency, int Available);
