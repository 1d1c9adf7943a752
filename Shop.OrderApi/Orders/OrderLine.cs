namespace Shop.OrderApi.Orders;

/// <summary>So many pieces of one product. Name and price are the product service's, known once the stock is reserved.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces, at least one.</param>
/// <param name="Name">The product's name at the time of the reservation.</param>
/// <param name="UnitPrice">The price of one piece, in the order's currency.</param>
/// <param name="Amount">The price of the line.</param>
public sealed record OrderLine(int ProductId, int Quantity, string? Name = null, decimal? UnitPrice = null, decimal? Amount = null);
