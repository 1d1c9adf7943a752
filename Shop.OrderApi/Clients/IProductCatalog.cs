using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>What orders need of the product service. Every call may be repeated; repeating changes nothing.</summary>
public interface IProductCatalog
{
    /// <summary>Reserves all lines of an order, or none.</summary>
    /// <param name="orderId">The order; a second call with the same lines answers the same.</param>
    /// <param name="lines">Products and quantities.</param>
    /// <param name="cancellationToken">Gives up waiting; the reservation may or may not exist afterwards.</param>
    Task<CallResult<Reservation>> ReserveAsync(Guid orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken);

    /// <summary>The reserved goods leave the house.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<CallResult<Done>> CommitAsync(Guid orderId, CancellationToken cancellationToken);

    /// <summary>The reserved goods are free again, and a reservation of this order that is still under way will be refused.</summary>
    /// <param name="orderId">The order, also one that never reserved anything.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<CallResult<Done>> ReleaseAsync(Guid orderId, CancellationToken cancellationToken);
}

/// <summary>Goods that are held for an order, at the prices of that moment.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Total">The price of all lines.</param>
/// <param name="Lines">The lines with names and prices.</param>
public sealed record Reservation(string Currency, decimal Total, IReadOnlyList<OrderLine> Lines);
