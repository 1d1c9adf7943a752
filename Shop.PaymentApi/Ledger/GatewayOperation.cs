namespace Shop.PaymentApi.Ledger;

/// <summary>What the built-in gateway was asked to do and what it did, once for each idempotency key.</summary>
internal sealed class GatewayOperation
{
    /// <summary>The caller's idempotency key.</summary>
    public required string Key { get; init; }

    /// <summary>The caller's order.</summary>
    public Guid OrderId { get; init; }

    /// <summary>What was asked for.</summary>
    public MovementKind Kind { get; init; }

    /// <summary>How much.</summary>
    public decimal Amount { get; init; }

    /// <summary>The currency of the amount (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>The payment method.</summary>
    public required string Method { get; init; }

    /// <summary><c>approved</c>, <c>declined</c>, <c>insufficient-funds</c> or <c>refused</c>; null while nothing was done.</summary>
    public string? Outcome { get; init; }

    /// <summary>How often the caller asked.</summary>
    public int Attempts { get; init; }

    /// <summary>When the caller asked first (UTC).</summary>
    public DateTimeOffset AskedAt { get; init; }
}
