using Shop.Proof.History;

namespace Shop.Proof.Judge;

/// <summary>A request about one order: what it may do to the order, and which orders its answer can come from.</summary>
internal sealed class Request
{
    private readonly string _action;
    private readonly string? _body;
    private readonly string? _refundId;
    private readonly decimal _amount;

    /// <summary>A request of a history.</summary>
    /// <param name="exchange">The request and its answer.</param>
    public Request(Exchange exchange)
    {
        Exchange = exchange;
        _action = exchange switch
        {
            { PlacesOrder: true } => "place",
            { Method: "GET" } => exchange.Path.StartsWith("/payments/", StringComparison.Ordinal) ? "read payment" : "read",
            _ => exchange.Action,
        };
        if (_action == "place") _body = exchange.Body?.GetRawText();
        if (_action != "refund" || exchange.Body is not { } body) return;
        (_refundId, _amount) = (body.GetProperty("refundId").GetString(), body.GetProperty("amount").GetDecimal());
    }

    /// <summary>The request as it was sent, and its answer.</summary>
    public Exchange Exchange { get; }

    /// <summary>Whether its answer says anything. Without one, or with "come again", it may have done what it asks for, or may still do it.</summary>
    public bool IsAnswered => Exchange.Status is { } status && !(status == 503 && !Exchange.SaysNothingWasOrdered) && status != 429;

    /// <summary>Whether it can change anything.</summary>
    public bool IsRead => _action.StartsWith("read", StringComparison.Ordinal);

    /// <summary>Whether it asks for the same as another one: of two that have no answer the first can do all that both can.</summary>
    /// <param name="other">The other one.</param>
    public bool AsksTheSame(Request other) =>
        (_action, _body, _refundId, _amount) == (other._action, other._body, other._refundId, other._amount);

    /// <summary>What the order may be after the request has reached it: unchanged where it changes nothing.</summary>
    /// <param name="order">The order before.</param>
    public IEnumerable<OrderState> Effects(OrderState order)
    {
        switch (_action)
        {
            case "place" when order.Phase == Phase.Unplaced:
                yield return order with { Phase = Phase.Pending, Body = _body };
                break;
            case "ship" when order is { Phase: Phase.Confirmed, Wish: Wish.None }:
                yield return order with { Wish = Wish.Ship };
                break;
            case "cancel" when order is { Phase: Phase.Pending or Phase.Confirmed, Wish: Wish.None }:
                yield return order with { Wish = Wish.Cancel };
                break;
            case "refund" when order is { Phase: Phase.Shipped, Refund.Progress: RefundProgress.None }:
                yield return order with { Refund = new(RefundProgress.Asked, _refundId, _amount) };
                // More than there is left: nothing is asked for then. How much that is no client knows.
                yield return order;
                break;
            default:
                yield return order;
                break;
        }
    }

    /// <summary>The order after it has given this answer: it may have told its id or its reason; null where no order gives this answer.</summary>
    /// <param name="order">The order when the answer was made.</param>
    public OrderState? Answers(OrderState order) => _action switch
    {
        "place" => Placed(order),
        "ship" => Told(order, Exchange.Status switch
        {
            200 => order.Phase == Phase.Shipped,
            202 => order.Wish == Wish.Ship || order.Phase == Phase.Shipped,
            409 => order.IsRefused || order.Phase == Phase.Pending,
            _ => false,
        }),
        "cancel" => Told(order, Exchange.Status switch
        {
            200 => order.Phase == Phase.Cancelled,
            202 => order.Wish == Wish.Cancel || order.Phase == Phase.Cancelled,
            409 => order.Phase is Phase.Shipped or Phase.Rejected or Phase.Nothing || order.Wish == Wish.Ship,
            _ => false,
        }),
        "refund" => Told(order, Exchange.Status switch
        {
            200 => order.Refund == new RefundState(RefundProgress.Done, _refundId, _amount) && Exchange.Amount("refunded") == _amount,
            202 => order.Refund.Name == _refundId && order.Refund.Amount == _amount,
            409 => order.Phase != Phase.Shipped || order.Refund != new RefundState(RefundProgress.Done, _refundId, _amount),
            _ => false,
        }),
        "read" => Told(order, Exchange.Status == 200 && StatusesOf(order).Contains(Exchange.Text("status")) && (Exchange.Amount("refunded") ?? 0) == RefundedOf(order)),
        "read payment" => order.Phase != Phase.Unplaced && (Exchange.Status is 200 or 404) && PaymentsOf(order).Contains(Exchange.Text("status")) ? order : null,
        _ => throw new InvalidOperationException($"Nothing is known of {Exchange}"),
    };

    private OrderState? Placed(OrderState order)
    {
        if (order.Phase == Phase.Unplaced) return null;
        if (Exchange.SaysKeyIsReused) return order.Body != _body ? order : null;
        if (order.Body != _body) return null;
        var why = $"{Exchange.Status} {Exchange.Problem}";
        return Exchange.Status switch
        {
            201 => Told(order, order.WasConfirmed),
            202 => Told(order, order.Phase == Phase.Pending),
            503 => Told(order, order.Phase == Phase.Nothing),
            402 or 409 or 422 when order.Refusal is null || order.Refusal == why =>
                Told(order with { Refusal = why }, order.Phase == Phase.Rejected || (!order.WasConfirmed && (order.Phase == Phase.Cancelled || order.Wish == Wish.Cancel))),
            _ => null,
        };
    }

    /// <summary>The order that has told its id.</summary>
    private OrderState? Told(OrderState order, bool isSo)
    {
        if (!isSo || order.Phase == Phase.Unplaced) return null;
        if (Exchange.Status is 409 && _action != "place") return order;
        return Exchange.OrderId is { } id && (order.Id ?? id) == id ? order with { Id = id } : null;
    }

    /// <summary>What an order says that it is: one that is refused says so when nothing is left to be given back.</summary>
    private static string[] StatusesOf(OrderState order) => order.Phase switch
    {
        Phase.Rejected or Phase.Nothing => [order.HasEnded ? "Rejected" : "Pending"],
        var phase => [phase.ToString()],
    };

    private static decimal RefundedOf(OrderState order) => order.Refund.Progress == RefundProgress.Done ? order.Refund.Amount : 0;

    /// <summary>What the payment of an order may be: null for none. While the order is on its way it may have come further than the order.</summary>
    private static string?[] PaymentsOf(OrderState order) => (order.Phase, order.Wish) switch
    {
        (Phase.Pending, _) => [null, "Pending", "Authorized", "Declined", "Voided"],
        (Phase.Confirmed, Wish.None) => ["Authorized"],
        (Phase.Confirmed, Wish.Ship) => ["Authorized", "Captured"],
        (Phase.Confirmed, Wish.Cancel) => ["Authorized", "Voided"],
        (Phase.Shipped, _) => order.Refund.Progress switch
        {
            RefundProgress.Asked => ["Captured", "PartiallyRefunded", "Refunded"],
            RefundProgress.Done => ["PartiallyRefunded", "Refunded"],
            _ => ["Captured"],
        },
        (Phase.Cancelled, _) => [null, "Voided", "Declined"],
        _ => order.HasEnded ? [null, "Voided", "Declined"] : [null, "Pending", "Authorized", "Declined", "Voided"],
    };
}
