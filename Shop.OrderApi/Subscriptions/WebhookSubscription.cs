namespace Shop.OrderApi.Subscriptions;

/// <summary>Somebody who wants to be called when orders change.</summary>
internal sealed record WebhookSubscription
{
    /// <summary>The subscription.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where to call: an absolute http or https address.</summary>
    public required string Url { get; init; }

    /// <summary>The key that signs the calls. Shown once, when the subscription is made or its key is changed.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The key before it.</summary>
    public byte[]? PreviousSecret { get; init; }

    /// <summary>Until when (UTC) the key before it signs as well.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>The types of events that are wanted.</summary>
    public required string[] EventTypes { get; init; }

    /// <summary>When it was made (UTC); events from then on are delivered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether events are queued and delivered.</summary>
    public required SubscriptionStatus Status { get; init; }

    /// <summary>Until when (UTC) the subscriber has asked to be left alone.</summary>
    public DateTimeOffset? RestingUntil { get; init; }
}

/// <summary>Whether a subscription's events are queued and delivered.</summary>
public enum SubscriptionStatus
{
    /// <summary>Queued and delivered.</summary>
    Active,

    /// <summary>Queued, and delivered when it is resumed.</summary>
    Paused,

    /// <summary>Its subscriber has answered 410: nothing is queued, and what was is given up. Can be resumed.</summary>
    Ended,
}
