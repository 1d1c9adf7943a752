namespace Shop.ServiceDefaults.Webhooks;

/// <summary>A call that is made to see whether a receiver can be reached and checks signatures rightly. It tells of nothing.</summary>
/// <param name="Id">The call, as the <c>Webhook-Id</c> header names it.</param>
/// <param name="Type">Always <see cref="PingType"/>.</param>
/// <param name="At">When it was made (UTC).</param>
public sealed record WebhookPing(string Id, string Type, DateTimeOffset At)
{
    /// <summary>The type by which receivers know it.</summary>
    public const string PingType = "webhook.ping";
}
