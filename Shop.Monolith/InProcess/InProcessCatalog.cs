using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Clients;
using Shop.OrderApi.Orders;
using Shop.ProductApi.Products;
using Shop.ProductApi.Reservations;

namespace Shop.Monolith.InProcess;

/// <summary>The product module, called without a wire in between.</summary>
/// <param name="handler">The product module's own way in.</param>
/// <param name="json">How the host writes JSON.</param>
internal sealed class InProcessCatalog(ReservationHandler handler, IOptions<JsonOptions> json) : IProductCatalog
{
    /// <inheritdoc/>
    public Task<CallResult<Reservation>> ReserveAsync(Guid orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken) =>
        InProcessCall.TakeAsync(async () =>
        {
            var command = CommandFor(orderId, lines);
            var outcome = await handler.ReserveAsync(command);
            return outcome is ReservationOutcome.Held held
                ? CallResult<Reservation>.Of(Priced(held.Reservation))
                : CallResult<Reservation>.Refused(Refusals.From(ReservationProblem.Of(command, outcome), json.Value.SerializerOptions));
        });

    /// <inheritdoc/>
    public Task<CallResult<Done>> CommitAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(orderId, ReservationStatus.Committed);

    /// <inheritdoc/>
    public Task<CallResult<Done>> ReleaseAsync(Guid orderId, CancellationToken cancellationToken) =>
        CloseAsync(orderId, ReservationStatus.Released);

    /// <summary>What the product module is asked for.</summary>
    public static ReserveCommand CommandFor(Guid orderId, IReadOnlyList<OrderLine> lines) =>
        new(orderId, [.. lines.Select(line => new ReserveLine(line.ProductId, line.Quantity))]);

    /// <summary>What it answers, in the order module's terms.</summary>
    public static Reservation Priced(ReservationResponse response) => new(response.Currency, response.Total,
        [.. response.Lines.Select(line => new OrderLine(line.ProductId, line.Quantity, line.Name, line.UnitPrice, line.Amount))]);

    private Task<CallResult<Done>> CloseAsync(Guid orderId, ReservationStatus wanted) =>
        InProcessCall.TakeAsync(async () => await handler.CloseAsync(orderId, wanted) is { } problem
            ? CallResult<Done>.Refused(Refusals.From(problem, json.Value.SerializerOptions))
            : Done.Result);
}
