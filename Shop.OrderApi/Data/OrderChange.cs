using Shop.OrderApi.Idempotency;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Data;

/// <summary>An order to be placed.</summary>
/// <param name="Order">The order.</param>
/// <param name="Key">The key that it is placed under.</param>
/// <param name="Lease">How long the placing request has it for itself; null for an order with nothing left to do.</param>
public sealed record NewOrder(Order Order, IdempotencyKey Key, TimeSpan? Lease);

/// <summary>An order to be written.</summary>
/// <param name="Order">The order as it is to be, with the version that it was read at.</param>
/// <param name="DueIn">From when on a worker may take it; null when nothing is left to do.</param>
/// <param name="Leased">Whether somebody works on it until then.</param>
/// <param name="Event">What is to be told, or null.</param>
/// <param name="ForgetKey">Whether the idempotency key is free again, because its client was never told of an order.</param>
public sealed record OrderChange(Order Order, TimeSpan? DueIn, bool Leased, OrderEvent? Event = null, bool ForgetKey = false);
