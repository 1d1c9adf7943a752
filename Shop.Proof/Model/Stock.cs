using Shop.Proof.Audit;

namespace Shop.Proof.Model;

/// <summary>The stock of one product after each reservation, release and commit.</summary>
internal sealed class Stock
{
    /// <summary>Longer than any statement may take.</summary>
    private static readonly TimeSpan LongestStatement = TimeSpan.FromSeconds(10);

    private readonly List<ModelEvent> _events = [];
    private readonly List<(DateTimeOffset At, int Order, int Pieces)> _waiting = [];
    private long _onHand;
    private long _reserved;
    private long _sold;

    private Stock(long onHand) => _onHand = onHand;

    /// <summary>What became of a product's stock.</summary>
    /// <param name="product">The product. What was put on its shelf is taken to have been there from the beginning.</param>
    /// <param name="books">The books.</param>
    /// <param name="orders">The orders that want it.</param>
    /// <param name="numbers">The numbers of orders in the model.</param>
    public static IEnumerable<ModelEvent> Of(int product, Books books, IEnumerable<Guid> orders, IReadOnlyDictionary<Guid, int> numbers)
    {
        var stock = new Stock(books.Products.Single(row => row.Id == product).Adjusted);
        var changes = new List<(DateTimeOffset At, Action Do)>();
        foreach (var id in orders)
        {
            if (!books.Reservations.TryGetValue(id, out var reservation) || !reservation.Quantities.TryGetValue(product, out var pieces)) continue;
            var order = numbers[id];
            changes.Add((reservation.ReservedAt, () => stock.Reserve(reservation.ReservedAt, order, pieces)));
            if (reservation.ClosedAt is { } at) changes.Add((at, () => stock.Close(at, order, pieces, reservation.Status == "Committed")));
        }

        foreach (var (at, change) in changes.OrderBy(change => change.At))
        {
            stock.StopWaiting(at - LongestStatement);
            change();
        }

        stock.StopWaiting(DateTimeOffset.MaxValue);
        return stock._events;
    }

    private void Reserve(DateTimeOffset at, int order, int pieces)
    {
        if (_reserved + pieces > _onHand)
        {
            _waiting.Add((at, order, pieces));
            return;
        }

        Take(at, order, pieces);
    }

    private void Close(DateTimeOffset at, int order, int pieces, bool isSold)
    {
        // What is closed was reserved, whatever that did to the stock.
        if (_waiting.FindIndex(waiting => waiting.Order == order) is >= 0 and var late)
        {
            _waiting.RemoveAt(late);
            Take(at, order, pieces);
        }

        _reserved -= pieces;
        if (isSold) (_onHand, _sold) = (_onHand - pieces, _sold + pieces);
        Tell(at, order, isSold ? pieces : 0);
        foreach (var waiting in _waiting.ToList())
        {
            if (_reserved + waiting.Pieces > _onHand) continue;
            _waiting.Remove(waiting);
            Take(at, waiting.Order, waiting.Pieces);
        }
    }

    /// <summary>Nothing was free in time for these: they were reserved all the same.</summary>
    private void StopWaiting(DateTimeOffset since)
    {
        foreach (var waiting in _waiting.Where(waiting => waiting.At < since).ToList())
        {
            _waiting.Remove(waiting);
            Take(waiting.At + LongestStatement, waiting.Order, waiting.Pieces);
        }
    }

    private void Take(DateTimeOffset at, int order, int pieces)
    {
        _reserved += pieces;
        Tell(at, order, pieces);
    }

    private void Tell(DateTimeOffset at, int order, int holds) =>
        _events.Add(new(at, Rank.Moved, FormattableString.Invariant($"stock {order} {holds} {_onHand} {_reserved} {_sold}")));
}
