namespace Shop.Proof.Audit;

/// <summary>Goods: none are sold twice, none are lost, and each order holds what its status says.</summary>
internal static class StockRules
{
    public static IEnumerable<Violation> Check(Books books)
    {
        var sold = Sum(books, "Committed");
        var held = Sum(books, "Reserved");
        var shipped = books.Orders.Values.Where(order => order.Status == "Shipped").SelectMany(order => order.Quantities).ToLookup(line => line.Key, line => (long)line.Value);
        foreach (var product in books.Products)
        {
            var (gone, kept) = (sold.GetValueOrDefault(product.Id), held.GetValueOrDefault(product.Id));
            if (product.OnHand < 0 || product.Reserved > product.OnHand || gone + kept > product.Adjusted)
                yield return new(Invariant.Oversold, $"product {product.Id}: {product.Adjusted} came in, {gone} went out, {product.OnHand} on hand, {kept} held for orders, {product.Reserved} reserved");
            if (product.OnHand + gone != product.Adjusted)
                yield return new(Invariant.StockAdrift, $"product {product.Id}: {product.Adjusted} came in, {gone} went out, and {product.OnHand} are on hand");
            if (product.Reserved != kept)
                yield return new(Invariant.StockAdrift, $"product {product.Id}: {kept} are held for orders, and {product.Reserved} are reserved");
            var (expected, counted) = ((shipped[product.Id].Sum(), shipped[product.Id].LongCount()), books.Sales.GetValueOrDefault(product.Id));
            if (counted != expected)
                yield return new(Invariant.SalesWrong, $"product {product.Id}: (pieces, orders) shipped are {expected}, and {counted} are counted");
        }

        foreach (var order in books.Orders.Values)
        {
            var reservation = books.Reservations.GetValueOrDefault(order.Id);
            switch (order.Status)
            {
                case "Rejected" or "Cancelled" when reservation is { Status: not "Released" }:
                    yield return new(Invariant.HoldsGoods, $"order {order.Id} is {order.Status}, its goods are {reservation.Status}");
                    break;
                case "Confirmed" when !Is(reservation, "Reserved", order):
                case "Shipped" when !Is(reservation, "Committed", order):
                    yield return new(Invariant.LacksGoods, $"order {order.Id} is {order.Status}, its goods are {reservation?.Status ?? "not asked for"}");
                    break;
            }
        }

        foreach (var stray in books.Reservations.Values.Where(reservation => reservation.Status != "Released" && !books.Orders.ContainsKey(reservation.OrderId)))
            yield return new(Invariant.HoldsGoods, $"goods are {stray.Status} for order {stray.OrderId}, which does not exist");
    }

    private static bool Is(ReservationRow? reservation, string status, OrderRow order) =>
        reservation is not null && reservation.Status == status && reservation.Quantities.Count == order.Quantities.Count
        && order.Quantities.All(line => reservation.Quantities.GetValueOrDefault(line.Key) == line.Value);

    private static Dictionary<int, long> Sum(Books books, string status) => books.Reservations.Values
        .Where(reservation => reservation.Status == status)
        .SelectMany(reservation => reservation.Quantities)
        .GroupBy(line => line.Key, line => (long)line.Value)
        .ToDictionary(lines => lines.Key, lines => lines.Sum());
}
