namespace Shop.OrderApi.Webhooks;

/// <summary>A call that is to be made.</summary>
/// <param name="SubscriptionId">Whose it is.</param>
/// <param name="Url">Where to.</param>
/// <param name="Secrets">The keys that sign it: one, or for a while after a change two.</param>
/// <param name="Id">The event, as the header names it.</param>
/// <param name="Body">What is sent.</param>
internal sealed record WebhookCall(Guid SubscriptionId, string Url, IReadOnlyList<byte[]> Secrets, string Id, byte[] Body);

/// <summary>What came of a call.</summary>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record CallOutcome(string? Error)
{
    /// <summary>How long the subscriber has asked to be left alone.</summary>
    public TimeSpan? Rest { get; init; }

    /// <summary>The subscriber may have more to do than it can: it gave no answer, or said so.</summary>
    public bool IsOverload { get; init; }

    /// <summary>The subscriber wants no more calls (410).</summary>
    public bool IsGone { get; init; }
}
