using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>What orders need of the product service. Every call may be repeated; repeating changes nothing.</summary>
internal interface IProductCatalog
{
    /// <summary>Reserves all lines of an order, or none. Whoever gives up waiting does not know whether the reservation exists.</summary>
    Task<CallResult<Reservation>> ReserveAsync(Guid orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken);

    /// <summary>The reserved goods leave the house.</summary>
    Task<CallResult<Done>> CommitAsync(Guid orderId, CancellationToken cancellationToken);

    /// <summary>
    /// The reserved goods are free again, and a reservation of this order that is still under way will be refused: also for an
    /// order that never reserved anything.
    /// </summary>
    Task<CallResult<Done>> ReleaseAsync(Guid orderId, CancellationToken cancellationToken);
}

/// <summary>Goods that are held for an order: its lines with names and prices, as of that moment.</summary>
internal sealed record Reservation(string Currency, decimal Total, IReadOnlyList<OrderLine> Lines);

/// <summary>The product service over HTTP.</summary>
internal sealed class ProductCatalogClient(HttpClient http, IOptions<OrderOptions> options) : IProductCatalog
{
    public Task<CallResult<Reservation>> ReserveAsync(Guid orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken) =>
        ServiceCall.SendAsync(http, HttpMethod.Put, $"reservations/{orderId}",
            JsonContent.Create(new ReserveRequest(lines), ClientJson.Default.ReserveRequest), ServiceCall.Json(ClientJson.Default.Reservation),
            options.Value.ReserveTimeout, cancellationToken);

    public Task<CallResult<Done>> CommitAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(HttpMethod.Post, $"reservations/{orderId}/commit", cancellationToken);

    public Task<CallResult<Done>> ReleaseAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(HttpMethod.Delete, $"reservations/{orderId}", cancellationToken);

    private Task<CallResult<Done>> CloseAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        ServiceCall.SendAsync(http, method, path, null, ServiceCall.Nothing, options.Value.ReserveTimeout, cancellationToken);
}
