using System.Net;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Problems;

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

/// <summary>The product service over HTTP.</summary>
internal sealed class ProductCatalogClient(HttpClient http, IOptions<OrderOptions> options) : IProductCatalog
{
    private static readonly KnownRefusal Closed = new(HttpStatusCode.Conflict, "/problems/reservation-closed");

    private static readonly KnownRefusal[] NotHeld =
    [
        new(HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest), new(HttpStatusCode.UnprocessableEntity, "/problems/unknown-product"),
        new(HttpStatusCode.Conflict, "/problems/insufficient-stock"), new(HttpStatusCode.Conflict, "/problems/reservation-conflict"), Closed,
    ];

    public Task<CallResult<Reservation>> ReserveAsync(Guid orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken) =>
        ServiceCall.SendAsync(http, HttpMethod.Put, $"reservations/{orderId}",
            JsonContent.Create(new ReserveRequest(lines), ClientJson.Default.ReserveRequest),
            new OwnAnswers<ReservationAnswer, Reservation>(ClientJson.Default.ReservationAnswer, answer => answer.Of(orderId, lines), NotHeld),
            options.Value.ReserveTimeout, cancellationToken);

    public Task<CallResult<Done>> CommitAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(HttpMethod.Post, orderId, "/commit", "Committed",
            [Closed, new(HttpStatusCode.NotFound, ProblemTypes.NotFound, orderId)], cancellationToken);

    public Task<CallResult<Done>> ReleaseAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(HttpMethod.Delete, orderId, "", "Released", [Closed], cancellationToken);

    private Task<CallResult<Done>> CloseAsync(
        HttpMethod method, Guid orderId, string action, string wanted, KnownRefusal[] refusals, CancellationToken cancellationToken) =>
        ServiceCall.SendAsync(http, method, $"reservations/{orderId}{action}", null,
            new OwnAnswers<ReservationStatusAnswer, Done>(
                ClientJson.Default.ReservationStatusAnswer,
                answer => answer.OrderId == orderId && answer.Status == wanted ? Done.Result.Value : null, refusals),
            options.Value.ReserveTimeout, cancellationToken);
}
