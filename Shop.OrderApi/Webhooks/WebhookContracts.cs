using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.OrderApi.Subscriptions;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.OrderApi.Webhooks;

/// <summary>The body of <c>POST /webhooks</c>, as sent.</summary>
/// <param name="Url">Where to call.</param>
/// <param name="Events">The types of events that are wanted; all when missing.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscribeRequest([property: Required] string? Url, IReadOnlyList<string?>? Events);

/// <summary>A subscription as clients see it.</summary>
/// <param name="Id">The subscription.</param>
/// <param name="Url">Where to call; a query is not shown, since keys stand there.</param>
/// <param name="Events">The types of events that are wanted.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="Status">Whether events are queued and delivered.</param>
/// <param name="RestingUntil">Until when (UTC) the subscriber has asked to be left alone.</param>
/// <param name="PreviousSecretUntil">Until when (UTC) the key before the present one signs as well.</param>
/// <param name="Secret">The key that signs the calls, in the answer to its creation or change only.</param>
public sealed record SubscriptionResponse(
    Guid Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, SubscriptionStatus Status, DateTimeOffset? RestingUntil = null,
    DateTimeOffset? PreviousSecretUntil = null, string? Secret = null);

/// <summary>What came of a test call.</summary>
/// <param name="Id">The call, as the <c>Webhook-Id</c> header named it.</param>
/// <param name="Delivered">Whether the subscriber answered with a success.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Error">Why not.</param>
public sealed record PingResponse(string Id, bool Delivered, double Seconds, string? Error = null);

/// <summary>A delivery as clients see it.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="EventId">The event, as the <c>Webhook-Id</c> header names it.</param>
/// <param name="OrderId">The order that changed.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is tried next (UTC).</param>
/// <param name="CreatedAt">When it was queued (UTC).</param>
/// <param name="EndedAt">When it was delivered or given up (UTC).</param>
/// <param name="LastError">Why the last attempt failed.</param>
public sealed record DeliveryResponse(
    long Id, string EventId, Guid OrderId, DeliveryStatus Status, int Attempts, DateTimeOffset? DueAt, DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt, string? LastError);

/// <summary>What is sent to subscribers beside <see cref="Orders.OrderJson"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookPing))]
internal sealed partial class WebhookJson : JsonSerializerContext;
