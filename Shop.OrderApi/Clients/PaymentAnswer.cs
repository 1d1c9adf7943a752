using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>
/// A payment as its service tells it, read for whether a step of an order is done: not the status code says so, but the money.
/// Anything may be missing.
/// </summary>
internal sealed record PaymentAnswer(Guid? OrderId, decimal? Amount, string? Currency, string? Status, decimal? Captured, decimal? Refunded)
{
    /// <summary>The order's total is held, or taken already.</summary>
    public bool Holds(Order order) => IsFor(order) && Status is "Authorized" or "Captured";

    /// <summary>The order's total was taken, whatever was given back of it since.</summary>
    public bool HasTaken(Order order) => IsFor(order) && Captured == order.Total && Status is "Captured" or "PartiallyRefunded" or "Refunded";

    /// <summary>
    /// Nothing is held, and nothing will be. Whatever the amount: an order that was given up early never knew its total, and a
    /// payment that was never asked for has none.
    /// </summary>
    public bool HasLetGo(Order order) => OrderId == order.Id && Status is "Voided" or "Declined";

    /// <summary>Beside what the order knows of, the amount was given back, or where none is named all that was taken.</summary>
    public bool HasGivenBack(Order order, decimal? amount) => OrderId == order.Id && (amount is null
        ? Status == "Refunded" && Captured > 0 && Refunded == Captured
        : Status is "PartiallyRefunded" or "Refunded" && Currency == order.Currency && Refunded >= order.Refunded + amount);

    private bool IsFor(Order order) => OrderId == order.Id && Amount == order.Total && Currency == order.Currency;
}
