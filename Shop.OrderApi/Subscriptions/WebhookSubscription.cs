namespace Shop.OrderApi.Subscriptions;

/// <summary>Somebody who wants to be called when orders change.</summary>
internal sealed record WebhookSubscription
{
    /// <summary>The subscription.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where to call: an absolute http or https address.</summary>
    public required string Url { get; init; }

    /// <summary>The key that signs the calls. Shown once, when the subscription is made.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The types of events that are wanted.</summary>
    public required string[] EventTypes { get; init; }

    /// <summary>When it was made (UTC); events from then on are delivered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
