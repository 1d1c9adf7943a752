using System.Collections.Concurrent;
using Shop.Proof.History;

namespace Shop.Proof.Audit;

/// <summary>What a client was told about an order.</summary>
internal enum Told
{
    /// <summary>It is accepted and will be worked on.</summary>
    Accepted,

    /// <summary>It is confirmed.</summary>
    Confirmed,

    /// <summary>It is refused for good.</summary>
    Refused,

    /// <summary>Nothing was ordered, and nothing will be under its key.</summary>
    Nothing,

    /// <summary>It is shipped.</summary>
    Shipped,

    /// <summary>It is called off.</summary>
    Cancelled,

    /// <summary>The money of the refund named <see cref="ClientHistory.RefundId"/> was given back.</summary>
    Refunded,
}

/// <summary>Everything that the shop's clients know: what the databases are held against.</summary>
internal sealed class Acknowledged
{
    private readonly ConcurrentQueue<(Guid OrderId, Told Told)> _answers = new();
    private readonly ConcurrentQueue<string> _customers = new();
    private readonly ConcurrentQueue<string> _unexpected = new();
    private readonly ConcurrentQueue<string> _toldNothing = new();
    private readonly ConcurrentQueue<(string Customer, IReadOnlyDictionary<int, int> Quantities)> _notOrdered = new();

    /// <summary>Customers who each sent one order, however often, and another one only after they were told that nothing was ordered.</summary>
    public IReadOnlyCollection<string> Customers => _customers;

    /// <summary>What clients were told.</summary>
    public IReadOnlyCollection<(Guid OrderId, Told Told)> Answers => _answers;

    /// <summary>Customers who were told that nothing was ordered, and have not ordered under another key since.</summary>
    public IReadOnlyCollection<string> ToldNothing => _toldNothing;

    /// <summary>What customers wanted under a key that stands for another order, and were refused.</summary>
    public IReadOnlyCollection<(string Customer, IReadOnlyDictionary<int, int> Quantities)> NotOrdered => _notOrdered;

    /// <summary>Answers that no client can make anything of, such as a 500.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    /// <summary>What a subscriber of all events has heard, who was there before any of the customers came; null without one.</summary>
    public Func<IReadOnlyList<HeardEvent>>? Subscriber { get; init; }

    /// <summary>What clients know after a history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="subscriber">What a subscriber of all events has heard.</param>
    public static Acknowledged Of(IReadOnlyList<Exchange> history, Func<IReadOnlyList<HeardEvent>>? subscriber = null)
    {
        var acknowledged = new Acknowledged { Subscriber = subscriber };
        foreach (var customer in history.Where(exchange => exchange.PlacesOrder).GroupBy(exchange => exchange.Wanted().Customer))
        {
            acknowledged.Came(customer.Key);
            if (customer.GroupBy(exchange => exchange.Key).All(requests => requests.Any(exchange => exchange.SaysNothingWasOrdered)))
                acknowledged.AddNothing(customer.Key);
        }

        foreach (var exchange in history.Where(exchange => exchange.Status is not null && exchange.Path.StartsWith("/orders", StringComparison.Ordinal)))
            acknowledged.Hear(exchange);
        return acknowledged;
    }

    /// <summary>A customer is about to send an order.</summary>
    /// <param name="customer">Who.</param>
    public void Came(string customer) => _customers.Enqueue(customer);

    /// <summary>A client was told something.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="told">What.</param>
    public void Add(Guid orderId, Told told) => _answers.Enqueue((orderId, told));

    /// <summary>A customer was told that nothing was ordered, and leaves it at that.</summary>
    /// <param name="customer">Who.</param>
    public void AddNothing(string customer) => _toldNothing.Enqueue(customer);

    /// <summary>A customer was told that its key stands for another order.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="quantities">What it wanted, by product.</param>
    public void AddNotOrdered(string customer, IReadOnlyDictionary<int, int> quantities) => _notOrdered.Enqueue((customer, quantities));

    private void Hear(Exchange exchange)
    {
        switch (exchange)
        {
            case { PlacesOrder: true, SaysKeyIsReused: true }:
                var (customer, quantities) = exchange.Wanted();
                AddNotOrdered(customer, quantities);
                break;
            case { PlacesOrder: true, OrderId: { } id, Status: 201 or 202 or 402 or 409 or 422 }:
                Add(id, exchange.Status switch { 201 => Told.Confirmed, 202 => Told.Accepted, _ => Told.Refused });
                break;
            case { PlacesOrder: true, OrderId: { } id, SaysNothingWasOrdered: true }:
                Add(id, Told.Nothing);
                break;
            case { Method: "POST", Status: 200, OrderId: { } id, Action: "ship" or "cancel" }:
                Add(id, exchange.Action == "ship" ? Told.Shipped : Told.Cancelled);
                break;
            case { Method: "POST", Status: 200, OrderId: { } id, Action: "refund" } when exchange.Amount("refunded") > 0:
                Add(id, Told.Refunded);
                break;
            case { Method: "POST", Status: 202, OrderId: { } id }:
                Add(id, Told.Accepted);
                break;
            case { Status: 409 } when !exchange.PlacesOrder:
            case { Method: "GET", Status: 200 } or { Status: 503 }:
                break;
            default:
                _unexpected.Enqueue($"{exchange.Method} {exchange.Path} was answered {exchange.Status}: {exchange.Answer}");
                break;
        }
    }
}
