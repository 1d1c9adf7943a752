using System.Globalization;
using System.Text.Json;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Orders;

/// <summary>
/// A "no" that will stay one, from stock or payment, or from this service itself. Stored with the order, so that the same
/// request later gets the same answer: a problem (RFC 9457) with the status, type, title and detail that stand here.
/// </summary>
internal sealed record Refusal(int Status, string Type, string Title, string Detail)
{
    /// <summary>Others keep writing the order: 503.</summary>
    public const string BusyType = "/problems/order-busy";

    private const int MaxTitleLength = 200;

    /// <summary>Room for what is short of each line of the longest order.</summary>
    private const int MaxDetailLength = 8_000;

    /// <summary>Why the payment was declined, as the payment service says it.</summary>
    public string? Reason { get; init; }

    /// <summary>The products that are short or unknown, as the product service names them.</summary>
    public JsonElement? Products { get; init; }

    /// <summary>What the order costs now, where that was not expected.</summary>
    public decimal? Total { get; init; }

    /// <summary>The type's last segment: the reason that the history shows.</summary>
    public string Name => Type[(Type.LastIndexOf('/') + 1)..];

    /// <summary>Stock could not be asked, and nobody had been promised anything. It is as final as any other: who still wants the goods orders anew.</summary>
    public static Refusal Unavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "/problems/product-unavailable", "The stock cannot be checked right now.",
        "The product service does not answer. Nothing was ordered, and nothing will be under this Idempotency-Key; order again with a new one.");

    /// <summary>Requests with one key came between each other again and again: what has become of them is not known here.</summary>
    public static Refusal Busy { get; } = new(
        StatusCodes.Status503ServiceUnavailable, BusyType, "The order is busy.",
        "Other requests with this Idempotency-Key are being worked on. Send the same request again.");

    /// <summary>A part of the shop was down for so long that the order was given up.</summary>
    public static Refusal GivenUp { get; } = new(
        StatusCodes.Status409Conflict, "/problems/checkout-given-up", "The order could not be completed.",
        "A part of the shop that the order needs was down for too long. Nothing was charged.");

    /// <summary>The order costs something else than the customer saw.</summary>
    public static Refusal PriceChanged(Order order) => new(
        StatusCodes.Status409Conflict, "/problems/price-changed", "The price has changed.",
        string.Create(CultureInfo.InvariantCulture, $"The order costs {order.Total:0.00} {order.Currency} now, not {order.ExpectedTotal:0.00}. Nothing was ordered."))
    {
        Total = order.Total,
    };

    public static Refusal CalledOff { get; } = new(
        StatusCodes.Status409Conflict, "/problems/order-cancelled", "The order was cancelled.",
        "The order was cancelled before it was confirmed.");

    /// <summary>
    /// The refusal that another part's problem stands for. What a part cannot make sense of is not the doing of the order's client, who
    /// has sent none of it, and has a type of its own here; what is neither 402 nor 409 nor 422 becomes 422, what the order asks for
    /// cannot be done. Texts are cut to a length that can be stored with the order and passed on.
    /// </summary>
    public static Refusal From(int status, string type, string? title, string? detail, string? reason) => new(
        status is 402 or 409 or 422 ? status : StatusCodes.Status422UnprocessableEntity,
        type == ProblemTypes.InvalidRequest ? "/problems/order-not-possible" : ForeignText.Clean(type, MaxTitleLength),
        ForeignText.Clean(title ?? "The order cannot be fulfilled.", MaxTitleLength),
        ForeignText.Clean(detail ?? $"A part of the shop answered {status}.", MaxDetailLength))
    {
        Reason = reason is null ? null : ForeignText.Clean(reason, MaxTitleLength),
    };
}

/// <summary>A refusal as the client sees it: made of stored members only, so that a repeated request gets the same bytes.</summary>
/// <param name="Type">The problem type.</param>
/// <param name="Title">The kind of problem.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What happened.</param>
/// <param name="OrderId">The order that was refused.</param>
/// <param name="Reason">Why the payment was declined.</param>
/// <param name="Products">The products that are short or unknown.</param>
/// <param name="Total">What the order costs now, where that is not what was expected.</param>
public sealed record RefusalResponse(
    string Type, string Title, int Status, string Detail, Guid OrderId, string? Reason, JsonElement? Products, decimal? Total)
{
    internal static RefusalResponse Of(Guid orderId, Refusal refusal) =>
        new(refusal.Type, refusal.Title, refusal.Status, refusal.Detail, orderId, refusal.Reason, refusal.Products, refusal.Total);
}
