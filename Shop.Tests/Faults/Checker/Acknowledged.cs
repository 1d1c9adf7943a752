using System.Collections.Concurrent;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Faults.Checker;

/// <summary>What a client was told about an order.</summary>
internal enum Told
{
    /// <summary>It is accepted and will be worked on.</summary>
    Accepted,

    /// <summary>It is confirmed.</summary>
    Confirmed,

    /// <summary>It is refused for good.</summary>
    Refused,

    /// <summary>It is shipped.</summary>
    Shipped,

    /// <summary>It is called off.</summary>
    Cancelled,

    /// <summary>The money of the refund named <see cref="Acknowledged.RefundId"/> was given back.</summary>
    Refunded,
}

/// <summary>Everything that the shop's clients know: what the databases are held against.</summary>
internal sealed class Acknowledged
{
    /// <summary>The name under which clients ask for a refund.</summary>
    public const string RefundId = "faults";

    private readonly ConcurrentQueue<(Guid OrderId, Told Told)> _answers = new();
    private readonly ConcurrentQueue<string> _customers = new();
    private readonly ConcurrentQueue<string> _unexpected = new();
    private readonly ConcurrentQueue<string> _toldNothing = new();
    private readonly ConcurrentQueue<(string Customer, IReadOnlyDictionary<int, int> Quantities)> _notOrdered = new();

    /// <summary>Customers who each sent one order, with one key, however often.</summary>
    public IReadOnlyCollection<string> Customers => _customers;

    /// <summary>What clients were told.</summary>
    public IReadOnlyCollection<(Guid OrderId, Told Told)> Answers => _answers;

    /// <summary>Customers whose last word from the shop was that nothing was ordered, and who have not asked again since.</summary>
    public IReadOnlyCollection<string> ToldNothing => _toldNothing;

    /// <summary>What customers wanted under a key that stands for another order, and were refused.</summary>
    public IReadOnlyCollection<(string Customer, IReadOnlyDictionary<int, int> Quantities)> NotOrdered => _notOrdered;

    /// <summary>Answers that no client can make anything of, such as a 500.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    /// <summary>The calls of a webhook that was subscribed to before any of the customers came; null without one.</summary>
    public WebhookReceiver? Subscriber { get; init; }

    /// <summary>A customer is about to send an order.</summary>
    /// <param name="customer">Who.</param>
    public void Came(string customer) => _customers.Enqueue(customer);

    /// <summary>A client was told something.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="told">What.</param>
    public void Add(Guid orderId, Told told) => _answers.Enqueue((orderId, told));

    /// <summary>A customer was told that nothing was ordered, and leaves it at that.</summary>
    /// <param name="customer">Who; none of its requests is under way any more.</param>
    public void AddNothing(string customer) => _toldNothing.Enqueue(customer);

    /// <summary>A customer was told that its key stands for another order.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="quantities">What it wanted, by product.</param>
    public void AddNotOrdered(string customer, IReadOnlyDictionary<int, int> quantities) => _notOrdered.Enqueue((customer, quantities));

    /// <summary>A client got an answer that it should never get.</summary>
    /// <param name="answer">The answer.</param>
    public void AddUnexpected(string answer) => _unexpected.Enqueue(answer);
}
