namespace Shop.OrderApi.Subscriptions;

/// <summary>One event on its way to one subscription.</summary>
internal sealed record WebhookDelivery
{
    /// <summary>The delivery, in the order in which they were queued.</summary>
    public long Id { get; init; }

    /// <summary>Whom to call.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The order of the event.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The order's version that the event tells of.</summary>
    public required int Version { get; init; }

    /// <summary>How far it has come.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When to try next (UTC), or null when it is over; while an attempt is under way, when that counts as lost.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the attempt that is under way counts as lost (UTC); null between attempts.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>When it was queued (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered or given up (UTC).</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; init; }
}

/// <summary>How far a delivery has come.</summary>
public enum DeliveryStatus
{
    /// <summary>To be tried, for the first time or again.</summary>
    Pending,

    /// <summary>The subscriber answered with a success.</summary>
    Delivered,

    /// <summary>Given up after the last attempt; can be replayed.</summary>
    Dead,
}
