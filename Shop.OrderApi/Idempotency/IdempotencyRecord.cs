namespace Shop.OrderApi.Idempotency;

/// <summary>A remembered key: which order it placed. The answer is not stored beside it, it follows from the order.</summary>
public sealed record IdempotencyRecord
{
    /// <summary>The customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The value of the <c>Idempotency-Key</c> header.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 over what was asked for.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The order that it placed.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>When it was first used (UTC); it is forgotten <see cref="OrderOptions.KeyLifetime"/> later.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
