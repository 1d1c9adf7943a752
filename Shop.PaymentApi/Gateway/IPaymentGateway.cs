using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Gateway;

/// <summary>The provider that moves the money, outside of this service's transactions.</summary>
internal interface IPaymentGateway
{
    /// <summary>The methods that it takes, for the message to a client that asked for another one.</summary>
    string KnownMethods { get; }

    /// <summary>Whether the gateway takes a payment method.</summary>
    bool Knows(string method);

    /// <summary>
    /// The result of an authorization that needs no asking, because the gateway's record lies in the module's own database: the
    /// caller then writes that record in the statement that enters the payment, and saves a round trip and a commit. A gateway
    /// outside of the database never has one.
    /// </summary>
    GatewayResult? ResultWithoutAsking(string method) => null;

    /// <summary>Does what it is asked for, once for each <see cref="GatewayRequest.Key"/>.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Gives up waiting; what was asked for may still be done.</param>
    /// <exception cref="GatewayUncertainException">No answer came.</exception>
    Task<GatewayResult> PerformAsync(GatewayRequest request, CancellationToken cancellationToken);
}

/// <summary>What a gateway is asked to do.</summary>
/// <param name="OrderId">The order that the money is for.</param>
/// <param name="Kind">What to do with the money.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="Method">The payment method.</param>
/// <param name="Reference">Tells refunds of one order apart; empty for everything else.</param>
internal sealed record GatewayRequest(Guid OrderId, MovementKind Kind, decimal Amount, string Currency, string Method, string Reference = "")
{
    /// <summary>The idempotency key: the same for every attempt at the same thing, and for nothing else.</summary>
    public string Key => Reference.Length == 0 ? $"{OrderId}:{Kind.ToText()}" : $"{OrderId}:{Kind.ToText()}:{Reference}";

    /// <summary>
    /// Whether the ledger can take an answer as the end of it. A capture or a void is decided before the gateway is asked: a gateway that
    /// refuses contradicts the ledger, and people have to look at it. So has one that was asked for something else under this key.
    /// </summary>
    public bool IsEndedBy(GatewayResult result) => Kind switch
    {
        MovementKind.Authorize => result != GatewayResult.KeyReused,
        MovementKind.Refund => true,
        _ => result == GatewayResult.Approved,
    };
}

/// <summary>What a gateway did, for certain.</summary>
internal enum GatewayResult
{
    /// <summary>It was done: now, or when it was asked before under the same key.</summary>
    Approved,

    /// <summary>The customer's bank refuses.</summary>
    Declined,

    /// <summary>The customer does not have the money.</summary>
    InsufficientFunds,

    /// <summary>What was asked for before does not allow it: a capture after a void, a refund of more than was captured.</summary>
    Refused,

    /// <summary>Under this key something else was asked for before.</summary>
    KeyReused,
}

/// <summary>Results as the record keeps them, and as reasons that clients see.</summary>
internal static class GatewayResultText
{
    public static string ToText(this GatewayResult result) => result switch
    {
        GatewayResult.Approved => "approved",
        GatewayResult.Declined => "declined",
        GatewayResult.InsufficientFunds => "insufficient-funds",
        GatewayResult.Refused => "refused",
        _ => "key-reused",
    };

    public static GatewayResult Parse(string text) => Enum.GetValues<GatewayResult>().Single(result => result.ToText() == text);
}

/// <summary>
/// The gateway gave no answer: it may or may not have done what it was asked for. Asking again under the same key tells.
/// </summary>
internal sealed class GatewayUncertainException(string message) : Exception(message);
