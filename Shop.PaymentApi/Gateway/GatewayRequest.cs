using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Gateway;

/// <summary>What a gateway is asked to do.</summary>
/// <param name="OrderId">The order that the money is for.</param>
/// <param name="Kind">What to do with the money.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="Method">The payment method.</param>
/// <param name="Reference">Tells refunds of one order apart; empty for everything else.</param>
public sealed record GatewayRequest(Guid OrderId, MovementKind Kind, decimal Amount, string Currency, string Method, string Reference = "")
{
    /// <summary>The idempotency key: the same for every attempt at the same thing, and for nothing else.</summary>
    public string Key => Reference.Length == 0 ? $"{OrderId}:{Statement.NameOf(Kind)}" : $"{OrderId}:{Statement.NameOf(Kind)}:{Reference}";
}
