using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>The product service over HTTP.</summary>
/// <param name="http">A client whose base address is the service.</param>
/// <param name="options">How long to wait.</param>
internal sealed class ProductCatalogClient(HttpClient http, IOptions<OrderOptions> options) : IProductCatalog
{
    public async Task<CallResult<Reservation>> ReserveAsync(
        Guid orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"reservations/{orderId}")
        {
            Content = JsonContent.Create(
                new ReserveGoods([.. lines.Select(line => new GoodsLine(line.ProductId, line.Quantity))]), OrderJson.Default.ReserveGoods),
        };
        return await ServiceCall.SendAsync(
            http, request, ServiceCall.Json(OrderJson.Default.Reservation), options.Value.ReserveTimeout, cancellationToken);
    }

    public async Task<CallResult<Done>> CommitAsync(Guid orderId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"reservations/{orderId}/commit");
        return await ServiceCall.SendAsync(http, request, ServiceCall.Nothing, options.Value.ReserveTimeout, cancellationToken);
    }

    public async Task<CallResult<Done>> ReleaseAsync(Guid orderId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"reservations/{orderId}");
        return await ServiceCall.SendAsync(http, request, ServiceCall.Nothing, options.Value.ReserveTimeout, cancellationToken);
    }
}

/// <summary>The body of a reservation.</summary>
internal sealed record ReserveGoods(IReadOnlyList<GoodsLine> Lines);

/// <summary>A line of a reservation.</summary>
internal sealed record GoodsLine(int ProductId, int Quantity);
