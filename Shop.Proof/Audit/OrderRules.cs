using Shop.Proof.History;

namespace Shop.Proof.Audit;

/// <summary>Orders: each that a client knows of exists as the client knows it, once, and comes to its end.</summary>
internal static class OrderRules
{
    private const int ServiceUnavailable = 503;

    public static IEnumerable<Violation> Check(Books books, Acknowledged acknowledged)
    {
        foreach (var (id, told) in acknowledged.Answers.Distinct())
        {
            if (!books.Orders.TryGetValue(id, out var order))
                yield return new(Invariant.Lost, $"order {id}: its client was told {told}, and it does not exist");
            else if (!IsSo(told, order, books))
                yield return new(Invariant.Lost, $"order {id}: its client was told {told}, and it is {order.Status}");
        }

        // Who was told that nothing was ordered may have ordered anew.
        var customers = acknowledged.Customers.ToHashSet();
        foreach (var orders in books.Orders.Values
            .Where(order => customers.Contains(order.CustomerId) && order is not { Status: "Rejected", RefusedWith: ServiceUnavailable })
            .GroupBy(order => order.CustomerId)
            .Where(orders => orders.Skip(1).Any()))
        {
            yield return new(Invariant.OrderedTwice, $"{orders.Key} sent one order and has {string.Join(", ", orders.Select(order => order.Id))}");
        }

        foreach (var violation in CheckRefusals(books, acknowledged)) yield return violation;

        foreach (var order in books.Orders.Values.Where(order => order.Goal != "None" || order.IsScheduled || order.Status == "Pending"))
            yield return new(Invariant.Stuck, $"order {order.Id} is {order.Status} and on its way to {order.Goal}");
        foreach (var order in books.Orders.Values.Where(order => order.Refunds.Any(refund => refund.Status == "Pending")))
            yield return new(Invariant.Stuck, $"order {order.Id} has a refund that is not paid out");
        foreach (var delivery in books.OpenDeliveries)
            yield return new(Invariant.Stuck, $"webhook for order {delivery}");
    }

    private static IEnumerable<Violation> CheckRefusals(Books books, Acknowledged acknowledged)
    {
        var orders = books.Orders.Values.ToLookup(order => order.CustomerId);
        foreach (var customer in acknowledged.ToldNothing)
        {
            foreach (var order in orders[customer].Where(order => order is not { Status: "Rejected", RefusedWith: ServiceUnavailable }))
                yield return new(Invariant.OrderedAfterAll, $"{customer} was told that nothing was ordered, and order {order.Id} is {order.Status}");
        }

        foreach (var (customer, quantities) in acknowledged.NotOrdered)
        {
            foreach (var order in orders[customer].Where(order => order.Quantities.Count == quantities.Count && !order.Quantities.Except(quantities).Any()))
                yield return new(Invariant.OrderedAfterAll, $"{customer} was told that its key stands for another order, and order {order.Id} is what it was refused");
        }
    }

    private static bool IsSo(Told told, OrderRow order, Books books) => told switch
    {
        Told.Accepted => true,
        Told.Confirmed => order.Status is "Confirmed" or "Shipped" or "Cancelled" && books.Events[order.Id].Any(change => change.Type == "order.confirmed"),
        Told.Nothing => order is { Status: "Rejected", RefusedWith: ServiceUnavailable },
        Told.Refused => order.Status is "Rejected" or "Cancelled" && books.Events[order.Id].All(change => change.Type != "order.confirmed"),
        Told.Shipped => order.Status == "Shipped",
        Told.Cancelled => order.Status == "Cancelled",
        Told.Refunded => order.Refunds.Any(refund => refund is { Id: ClientHistory.RefundId, Status: "Done" }),
        _ => throw new InvalidOperationException($"{told} is not known."),
    };
}
