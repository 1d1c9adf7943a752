using System.Globalization;
using Shop.Proof.History;

namespace Shop.Proof.Judge;

/// <summary>
/// The judge who has seen nothing but what clients have: their requests and the answers. It decides whether any order of events could explain
/// them, order by order, and whether more was sold at any moment than had been put on the shelf.
/// </summary>
internal static class ClientJudge
{
    /// <summary>Judges a history.</summary>
    /// <param name="history">Every request of every client that did anything to these orders.</param>
    /// <returns>How many orders were judged, and what cannot be explained.</returns>
    public static (int Orders, IReadOnlyList<string> Unexplained) Judge(IReadOnlyList<Exchange> history)
    {
        var stories = Stories(history);
        return (stories.Count, [.. stories.Select(story => story.Judge()).OfType<string>(), .. Shelf.Judge(history)]);
    }

    /// <summary>A story for each key: of the requests with that key, and of those about the order that somebody was told it stands for.</summary>
    private static List<Story> Stories(IReadOnlyList<Exchange> history)
    {
        var placing = history.Where(exchange => exchange.PlacesOrder).GroupBy(exchange => (exchange.Wanted().Customer, exchange.Key)).ToList();
        var about = history.Where(exchange => exchange.Subject is not null).ToLookup(exchange => exchange.Subject!.Value);
        return
        [
            .. placing.Select(requests => new Story(
                $"Key {requests.Key.Key} of {requests.Key.Customer}",
                requests.Concat(requests.Select(request => request.OrderId).OfType<Guid>().Distinct().SelectMany(id => about[id])).Select(exchange => new Request(exchange)))),
        ];
    }

    /// <summary>What is on the shelf: whoever was told that an order is confirmed has its pieces until they call it off.</summary>
    private static class Shelf
    {
        public static IEnumerable<string> Judge(IReadOnlyList<Exchange> history)
        {
            var changes = new List<(DateTimeOffset At, int Product, int Pieces)>();
            foreach (var exchange in history.Where(exchange => exchange is { Method: "POST", Body: not null, Status: null or 200 }))
            {
                if (exchange.Path.Split('/') is not ["", "products", var id, "stock"]) continue;
                var (product, delta) = (int.Parse(id, CultureInfo.InvariantCulture), exchange.Body!.Value.GetProperty("delta").GetInt32());
                // What is put there may be there from the moment on at which somebody set out to, what is taken away is gone when that was said.
                if (delta > 0 || exchange.AnsweredAt is not null) changes.Add((delta > 0 ? exchange.SentAt : exchange.AnsweredAt!.Value, product, delta));
            }

            var known = changes.Select(change => change.Product).ToHashSet();

            var calledOff = history.Where(exchange => exchange is { Method: "POST", Subject: not null, Action: "cancel" })
                .GroupBy(exchange => exchange.Subject!.Value).ToDictionary(requests => requests.Key, requests => requests.Min(request => request.SentAt));
            foreach (var order in history.Where(exchange => exchange is { PlacesOrder: true, Status: 201 }).GroupBy(exchange => exchange.OrderId!.Value))
            {
                var from = order.Min(exchange => exchange.AnsweredAt!.Value);
                foreach (var (product, pieces) in order.First().Wanted().Quantities)
                {
                    changes.Add((from, product, -pieces));
                    if (calledOff.TryGetValue(order.Key, out var until)) changes.Add((until < from ? from : until, product, pieces));
                }
            }

            foreach (var product in changes.Where(change => known.Contains(change.Product)).GroupBy(change => change.Product))
            {
                var left = 0;
                foreach (var (at, _, pieces) in product.OrderBy(change => change.At).ThenByDescending(change => change.Pieces))
                {
                    left += pieces;
                    if (left < 0)
                    {
                        yield return $"Product {product.Key}: at {at:HH:mm:ss.fff} orders were confirmed for {-left} more than there can have been.";
                        break;
                    }
                }
            }
        }
    }
}
