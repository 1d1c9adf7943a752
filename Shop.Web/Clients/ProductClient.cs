using System.Globalization;

namespace Shop.Web.Clients;

/// <summary>The product service, as whoever looks at the page.</summary>
internal sealed class ProductClient(HttpClient http)
{
    public Task<ServiceAnswer<ProductView[]>> ListAsync(string? search, string? category, int? after, int limit, CancellationToken cancellationToken) =>
        http.GetAsync(Query.Of("/products", ("search", search), ("category", category), ("after", Text(after)), ("limit", Text(limit))), ClientJson.Default.ProductViewArray, cancellationToken);

    public Task<ServiceAnswer<ProductView>> FindAsync(int id, CancellationToken cancellationToken) => http.GetAsync(Path(id), ClientJson.Default.ProductView, cancellationToken);

    public Task<ServiceAnswer<StockView>> StockAsync(int id, CancellationToken cancellationToken) => http.GetAsync($"{Path(id)}/stock", ClientJson.Default.StockView, cancellationToken);

    public Task<ServiceAnswer<CatalogueChangeView[]>> ChangesAsync(int id, CancellationToken cancellationToken) =>
        http.GetAsync($"{Path(id)}/changes", ClientJson.Default.CatalogueChangeViewArray, cancellationToken);

    public Task<ServiceAnswer<ProductView>> AddAsync(ProductEdit product, string key, CancellationToken cancellationToken) => http.WriteAsync(
        HttpMethod.Post, "/products", JsonContent.Create(product, ClientJson.Default.ProductEdit), ClientJson.Default.ProductView, cancellationToken, key);

    public Task<ServiceAnswer<ProductView>> EditAsync(int id, ProductEdit product, string seen, string key, CancellationToken cancellationToken) => http.WriteAsync(
        HttpMethod.Put, Path(id), JsonContent.Create(product, ClientJson.Default.ProductEdit), ClientJson.Default.ProductView, cancellationToken, key, seen);

    public Task<ServiceAnswer<Nothing>> RemoveAsync(int id, string seen, CancellationToken cancellationToken) =>
        http.WriteAsync(HttpMethod.Delete, Path(id), null, ClientJson.Default.Nothing, cancellationToken, ifMatch: seen);

    public Task<ServiceAnswer<Nothing>> AdjustAsync(int id, NewStockChange change, string key, CancellationToken cancellationToken) => http.WriteAsync(
        HttpMethod.Post, $"{Path(id)}/stock", JsonContent.Create(change, ClientJson.Default.NewStockChange), ClientJson.Default.Nothing, cancellationToken, key);

    public Task<ServiceAnswer<ReservationView>> FindReservationAsync(Guid orderId, CancellationToken cancellationToken) =>
        http.GetAsync($"/reservations/{orderId}", ClientJson.Default.ReservationView, cancellationToken);

    private static string Path(int id) => string.Create(CultureInfo.InvariantCulture, $"/products/{id}");

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
