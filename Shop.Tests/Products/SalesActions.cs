using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>Sales as the API writes them.</summary>
public sealed record SalesView(int ProductId, long Pieces, long Orders, decimal Revenue, string Currency, DateTimeOffset? LastSoldAt);

/// <summary>What tests ask about sales.</summary>
internal static class SalesActions
{
    /// <summary>What was sold of a product.</summary>
    public static async Task<SalesView> SalesOfAsync(this ShopFixture shop, int productId) =>
        (await shop.Products.GetFromJsonAsync<SalesView>($"/products/{productId}/sales"))!;

    /// <summary>What was sold of a product, as soon as it was in so many orders.</summary>
    public static Task<SalesView> SalesBecomeAsync(this ShopFixture shop, int productId, int orders) => Eventually.BecomesAsync(
        $"{orders} orders of product {productId} to be counted", () => shop.SalesOfAsync(productId), sales => sales.Orders == orders);
}
