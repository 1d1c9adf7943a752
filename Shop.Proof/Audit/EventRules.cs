namespace Shop.Proof.Audit;

/// <summary>Events: what happened was told, and a subscriber has heard all of it.</summary>
internal static class EventRules
{
    public static IEnumerable<Violation> Check(Books books, Acknowledged acknowledged)
    {
        foreach (var order in books.Orders.Values)
        {
            var told = books.Events[order.Id].ToArray();
            var missing = Expected(order).Except(told.Select(change => (change.Type, change.RefundId))).ToArray();
            if (missing.Length > 0)
                yield return new(Invariant.EventMissing, $"order {order.Id} is {order.Status} and has no {string.Join(", ", missing.Select(change => change.Type))}");
            foreach (var twice in told.GroupBy(change => (change.Type, change.RefundId)).Where(changes => changes.Skip(1).Any()))
                yield return new(Invariant.EventMissing, $"order {order.Id} tells {twice.Key.Type} more than once");
            foreach (var silent in told.Where(change => !change.IsPublished))
                yield return new(Invariant.EventMissing, $"order {order.Id}: {silent.Type} was never published");
        }

        if (acknowledged.Subscriber is not { } subscriber) yield break;

        var heard = subscriber().ToLookup(call => call.OrderId);
        var customers = acknowledged.Customers.ToHashSet();
        foreach (var order in books.Orders.Values.Where(order => customers.Contains(order.CustomerId)))
        {
            // Each event when it was heard first: the same one again is allowed, an earlier one after a later one is not.
            var first = heard[order.Id].DistinctBy(call => call.Version).ToArray();
            foreach (var unheard in books.Events[order.Id].Where(change => first.All(call => (call.Version, call.Type) != (change.Version, change.Type))))
                yield return new(Invariant.EventMissing, $"order {order.Id}: its subscriber has not heard of {unheard.Type}");
            if (!first.Select(call => call.Version).Order().SequenceEqual(first.Select(call => call.Version)))
                yield return new(Invariant.EventMissing, $"order {order.Id}: its subscriber has heard {string.Join(", ", first.Select(call => call.Type))}");
        }
    }

    private static IEnumerable<(string Type, string? RefundId)> Expected(OrderRow order)
    {
        if (order.Status is "Confirmed" or "Shipped") yield return ("order.confirmed", null);
        if (order.Status is "Shipped" or "Rejected" or "Cancelled") yield return ($"order.{order.Status.ToLowerInvariant()}", null);
        foreach (var refund in order.Refunds.Where(refund => refund.Status == "Done")) yield return ("order.refunded", refund.Id);
        foreach (var refund in order.Refunds.Where(refund => refund.Status == "Refused")) yield return ("order.refund-refused", refund.Id);
    }
}
