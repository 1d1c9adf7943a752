using System.Text.Json;

namespace Shop.OrderApi.Orders;

/// <summary>
/// A "no" that will stay one, from stock or payment, or from this service itself. Stored with the order, so that the same
/// request later gets the same answer.
/// </summary>
/// <param name="Status">The HTTP status code of the answer.</param>
/// <param name="Type">The problem type, <c>/problems/…</c>.</param>
/// <param name="Title">The kind of problem.</param>
/// <param name="Detail">What happened this time.</param>
public sealed record Refusal(int Status, string Type, string Title, string Detail)
{
    /// <summary>Why the payment was declined, as the payment service says it.</summary>
    public string? Reason { get; init; }

    /// <summary>The products that are short or unknown, as the product service names them.</summary>
    public JsonElement? Products { get; init; }

    /// <summary>The type's last segment: the reason that the history shows.</summary>
    public string Name => Type[(Type.LastIndexOf('/') + 1)..];

    /// <summary>Stock could not be asked; the client was told to come back.</summary>
    public static Refusal Unavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "/problems/product-unavailable", "The stock cannot be checked right now.",
        "The product service does not answer. Nothing was ordered; send the same request with the same Idempotency-Key again.");

    /// <summary>A part of the shop was down for so long that the order was given up.</summary>
    public static Refusal GivenUp { get; } = new(
        StatusCodes.Status409Conflict, "/problems/checkout-given-up", "The order could not be completed.",
        "A part of the shop that the order needs was down for too long. Nothing was charged.");

    /// <summary>The payment service has no such method.</summary>
    /// <param name="method">The method.</param>
    public static Refusal UnknownPaymentMethod(string method) => new(
        StatusCodes.Status422UnprocessableEntity, "/problems/unknown-payment-method", "There is no such payment method.",
        $"paymentMethod: '{method}' is not a method that the shop accepts.");

    /// <summary>Somebody called the order off.</summary>
    public static Refusal CalledOff { get; } = new(
        StatusCodes.Status409Conflict, "/problems/order-cancelled", "The order was cancelled.",
        "The order was cancelled before it was confirmed.");
}
