using System.Globalization;
using Shop.Proof.Audit;
using Shop.Proof.History;

namespace Shop.Proof.Model;

/// <summary>
/// What a real shop has done, in the words of the model of its checkout (<c>models/checkout</c>), whose monitors then judge it as they
/// judge the model. The model knows one product: the history is told once for each product, with the orders that want it.
/// </summary>
/// <remarks>
/// Times are those that the services wrote down at the beginning of what they did, on one machine. What follows from something else is
/// therefore later than that; two things that overlapped may be told in either order, and stock that is promised again may be told before
/// it was free: then the reservation is told as late as it could have happened.
/// </remarks>
internal sealed class ModelHistory
{
    private const string CancellationRefund = "cancellation";

    /// <summary>An order or a key that no book knows.</summary>
    private const int Unknown = -1;

    private readonly Books _books;
    private readonly IReadOnlyList<Exchange> _history;
    private readonly ILookup<Guid, HeardEvent> _heard;
    private readonly Dictionary<Guid, int> _orders = [];
    private readonly Dictionary<Guid, (string Customer, string Key)> _keyOf;
    private readonly Dictionary<(string Customer, string Key), int> _keys = [];
    private readonly Dictionary<string, int> _refunds = [];

    private ModelHistory(Books books, IReadOnlyList<Exchange> history, IReadOnlyList<HeardEvent> heard)
    {
        (_books, _history, _heard) = (books, history, heard.ToLookup(call => call.OrderId));
        _keyOf = books.Keys.ToDictionary(key => key.Value, key => key.Key);
        foreach (var order in books.Orders.Values.OrderBy(order => order.PlacedAt)) _orders[order.Id] = _orders.Count + 1;
    }

    /// <summary>Writes a file for each product that is wanted in a history.</summary>
    /// <param name="directory">Where to; files that are there already stay.</param>
    /// <param name="books">What the databases say at the end.</param>
    /// <param name="history">What clients were told.</param>
    /// <param name="heard">What a subscriber of all events has heard.</param>
    /// <returns>The files, and how many events each of them has.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> WriteAsync(
        string directory, Books books, IReadOnlyList<Exchange> history, IReadOnlyList<HeardEvent> heard)
    {
        var told = new ModelHistory(books, history, heard);
        var files = new Dictionary<string, int>();
        foreach (var product in history.Where(exchange => exchange.PlacesOrder).SelectMany(exchange => exchange.Wanted().Quantities.Keys).Distinct().Order())
        {
            var events = told.Of(product);
            var file = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"product-{product}.history"));
            await File.WriteAllLinesAsync(file, events);
            files[file] = events.Count;
        }

        return files;
    }

    /// <summary>The events of one product's orders, a line each, in the order in which they happened.</summary>
    private List<string> Of(int product)
    {
        var orders = _books.Orders.Values.Where(order => order.Quantities.ContainsKey(product)).ToDictionary(order => order.Id);
        var events = new List<ModelEvent>();
        foreach (var order in orders.Values)
        {
            events.Add(new(order.PlacedAt, Rank.Placed, $"placed {_orders[order.Id]} {KeyOf(order)} {order.Quantities[product]} 0"));
            events.AddRange(MoneyOf(order.Id));
            events.AddRange(ChangesOf(order.Id));
            if (order.Goal != "None" || order.IsScheduled) events.Add(new(DateTimeOffset.MaxValue, Rank.Told, $"begun {_orders[order.Id]}"));
        }

        events.AddRange(AnswersOf(orders, product));
        events.AddRange(Stock.Of(product, _books, orders.Keys, _orders));
        return [.. events.OrderBy(happened => happened.At).ThenBy(happened => happened.Rank).Select(happened => happened.Line)];
    }

    /// <summary>What the gateway did, and what the ledger says of it: amounts in cents.</summary>
    private IEnumerable<ModelEvent> MoneyOf(Guid order)
    {
        foreach (var (word, rank, rows) in ((string, Rank, IEnumerable<MoneyRow>)[])[("moved", Rank.Moved, _books.Gateway[order]), ("entered", Rank.Entered, _books.Ledger[order])])
        {
            foreach (var row in rows)
                yield return new(row.At, rank, $"{word} {_orders[order]} {row.Kind} {(row.Kind == "refund" ? RefundNumber(row.Reference) : 0)} {Cents(row.Amount)}");
        }
    }

    /// <summary>What the order has become, and who has heard of it: shipped orders the catalogue, everything the subscriber.</summary>
    private IEnumerable<ModelEvent> ChangesOf(Guid order)
    {
        var inbox = _books.Inbox.Where(taken => taken.OrderId == order).ToDictionary(taken => taken.Version, taken => taken.At);
        foreach (var change in _books.Events[order])
        {
            // Money that goes back on the way to a cancellation is an event of an order that is not yet what it will be.
            if (change.Type is "order.refunded" or "order.refund-refused" && change.Status != "Shipped") continue;
            yield return new(change.At, Rank.Told, $"is {_orders[order]} {change.Version} {change.Status}");
            if (inbox.TryGetValue(change.Version, out var taken)) yield return Taken(taken, change);
            else if (_heard[order].Any(call => call.Version == change.Version)) yield return Taken(DateTimeOffset.MaxValue, change);
        }

        ModelEvent Taken(DateTimeOffset at, EventRow change) => new(at, Rank.Taken, $"taken {_orders[order]} {change.Version} {change.Status}");
    }

    /// <summary>What clients were told about these orders, and what they did.</summary>
    private IEnumerable<ModelEvent> AnswersOf(Dictionary<Guid, OrderRow> orders, int product)
    {
        foreach (var exchange in _history)
        {
            if (exchange.PlacesOrder)
            {
                var (customer, quantities) = exchange.Wanted();
                var key = (customer, exchange.Key!);
                var isAbout = _books.Keys.TryGetValue(key, out var order) ? orders.ContainsKey(order) : quantities.ContainsKey(product);
                if (isAbout && SaidBy(exchange, quantities.GetValueOrDefault(product), orders.GetValueOrDefault(order), product) is { } said)
                    yield return new(SaidAt(exchange), Rank.Answered, $"answer {NumberOf(key)} {quantities.GetValueOrDefault(product)} 0 {said}");
            }
            else if (exchange is { Method: "POST", Subject: { } id } && orders.ContainsKey(id))
            {
                if (exchange.Action == "cancel") yield return new(exchange.SentAt, Rank.Placed, $"cancel {_orders[id]}");
                if (exchange is { Action: "refund", Status: 200 })
                {
                    var body = exchange.Body!.Value;
                    yield return new(
                        exchange.AnsweredAt!.Value, Rank.Answered,
                        $"refund-answer {_orders[id]} {RefundNumber(body.GetProperty("refundId").GetString()!)} {Cents(body.GetProperty("amount").GetDecimal())}");
                }
            }
        }
    }

    /// <summary>
    /// When an answer was true. "Accepted" is as soon as the order is placed and may reach its client after the end has reached another one.
    /// </summary>
    private DateTimeOffset SaidAt(Exchange exchange) => exchange is { Status: 202, OrderId: { } id } && _books.Orders.TryGetValue(id, out var order)
        ? (order.PlacedAt > exchange.SentAt ? order.PlacedAt : exchange.SentAt)
        : exchange.AnsweredAt!.Value;

    /// <summary>What an answer says, about which order and for what reason; null where it leaves open what becomes of the order.</summary>
    private string? SaidBy(Exchange exchange, int pieces, OrderRow? order, int product)
    {
        var id = exchange.OrderId is { } told ? _orders.GetValueOrDefault(told, Unknown) : 0;
        return exchange switch
        {
            { Status: 201 } => $"SAID_CONFIRMED {id} NO_REFUSAL",
            { Status: 202 } => $"SAID_ACCEPTED {id} NO_REFUSAL",
            { SaysNothingWasOrdered: true } => $"SAID_NOTHING_ORDERED {id} UNAVAILABLE",
            // Two bodies that differ in other products only are the same to the model.
            { SaysKeyIsReused: true } => order?.Quantities[product] == pieces ? null : "SAID_KEY_REUSED 0 NO_REFUSAL",
            { Status: 402 or 409 or 422 } => $"SAID_REFUSED {id} {RefusalOf(exchange.Problem)}",
            _ => null,
        };
    }

    private static string RefusalOf(string? problem) => problem switch
    {
        "insufficient-stock" => "OUT_OF_STOCK",
        "payment-declined" => "PAYMENT_DECLINED",
        "order-cancelled" => "CALLED_OFF",
        "checkout-given-up" => "GIVEN_UP",
        _ => "NOT_POSSIBLE",
    };

    private int KeyOf(OrderRow order) => _keyOf.TryGetValue(order.Id, out var key) ? NumberOf(key) : Unknown;

    private int NumberOf((string Customer, string Key) key) => _keys.TryGetValue(key, out var number) ? number : _keys[key] = _keys.Count + 1;

    /// <summary>A number for a refund's name: 0 for the one that a cancellation makes, as in the model.</summary>
    private int RefundNumber(string reference)
    {
        var name = reference[(reference.LastIndexOf(':') + 1)..];
        return name == CancellationRefund ? 0 : _refunds.TryGetValue(name, out var number) ? number : _refunds[name] = _refunds.Count + 1;
    }

    private static string Cents(decimal amount) => decimal.ToInt64(amount * 100).ToString(CultureInfo.InvariantCulture);
}
