using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Clients;
using Shop.OrderApi.Orders;
using Shop.ProductApi.Reservations;
using Reservation = Shop.OrderApi.Clients.Reservation;

namespace Shop.Monolith.InProcess;

/// <summary>The product module, called without a wire in between.</summary>
/// <param name="desk">The product module's own way in.</param>
/// <param name="json">How the host writes JSON.</param>
internal sealed class InProcessCatalog(ReservationDesk desk, IOptions<JsonOptions> json) : IProductCatalog
{
    /// <inheritdoc/>
    public Task<CallResult<Reservation>> ReserveAsync(Guid orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken) =>
        InProcessCall.TakeAsync(async () =>
        {
            var request = RequestFor(orderId, lines);
            var outcome = await desk.ReserveAsync(request);
            return outcome is ReservationOutcome.Held held
                ? CallResult<Reservation>.Of(Priced(held.Reservation))
                : CallResult<Reservation>.Refused(Refusals.From(ReservationProblem.Of(request, outcome), json.Value.SerializerOptions));
        });

    /// <inheritdoc/>
    public Task<CallResult<Done>> CommitAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(orderId, ReservationStatus.Committed, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<Done>> ReleaseAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(orderId, ReservationStatus.Released, cancellationToken);

    /// <summary>What the product module is asked for.</summary>
    public static ReservationRequest RequestFor(Guid orderId, IReadOnlyList<OrderLine> lines) =>
        new(orderId, [.. lines.Select(line => new ReservationRequestLine(line.ProductId, line.Quantity))]);

    /// <summary>What it answers, in the order module's terms.</summary>
    public static Reservation Priced(ReservationAnswer answer) => new(answer.Currency, answer.Total,
        [.. answer.Lines.Select(line => new OrderLine(line.ProductId, line.Quantity, line.Name, line.UnitPrice, line.Amount))]);

    private Task<CallResult<Done>> CloseAsync(Guid orderId, ReservationStatus wanted, CancellationToken cancellationToken) =>
        InProcessCall.TakeAsync(async () => await desk.CloseAsync(orderId, wanted, cancellationToken) switch
        {
            var status when status == wanted => Done.Result,
            // Only a commit can find nothing: releasing notes that the order is over.
            null => CallResult<Done>.Refused(Refusals.From(ReservationProblem.Nothing(orderId), json.Value.SerializerOptions)),
            { } ended => CallResult<Done>.Refused(Refusals.From(ReservationProblem.Closed(orderId, ended), json.Value.SerializerOptions)),
        });
}
