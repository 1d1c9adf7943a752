using Shop.OrderApi.Idempotency;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// How an order is taken: step by step over three databases, or (in one process with one database) all at once. Whichever it
/// is, an order that is answered exists, and the same key gets the same answer.
/// </summary>
public interface ICheckout
{
    /// <summary>Takes an order, or finds the one that the same request has placed before.</summary>
    /// <param name="order">The order as asked for, in state <see cref="OrderState.Placed"/>.</param>
    /// <param name="key">The customer's name for the request.</param>
    /// <param name="cancellationToken">Stops waiting for the work of others; a placed order is still driven on.</param>
    /// <returns>The order with its events, or null when the key was used for something else.</returns>
    Task<Order?> PlaceAsync(Order order, IdempotencyKey key, CancellationToken cancellationToken);
}
