using System.Security.Cryptography;
using System.Text;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.OrderApi.Webhooks;

/// <summary>
/// A subscriber that the operator has configured: another part of the shop. Its address may be any, also a name of service
/// discovery, since whoever configures the service is trusted with what it calls.
/// </summary>
public sealed class WebhookSubscriber
{
    private static readonly string[] Schemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, "https+http", "http+https"];

    /// <summary>Where to call.</summary>
    public string Url { get; set; } = "";

    /// <summary>The key that signs the calls, as text.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The types of events that are wanted; all where none is named.</summary>
    public IList<string> EventTypes { get; } = [];

    /// <summary>The key as bytes.</summary>
    internal byte[] SecretBytes => Encoding.UTF8.GetBytes(Secret);

    /// <summary>The types of events that are delivered.</summary>
    internal string[] WantedTypes => EventTypes.Count > 0 ? [.. EventTypes] : [.. OrderEventTypes.All];

    /// <summary>The subscription of the subscriber with this name: the same on every start and every replica.</summary>
    /// <param name="name">The name in the configuration.</param>
    internal static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"webhook subscriber {name}")).AsSpan(0, 16));

    /// <summary>What is wrong with the configuration, or null.</summary>
    internal string? Problem()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri) || !Schemes.Contains(uri.Scheme)) return "Url is an absolute http or https address";
        if (Secret.Length < WebhookSigner.ShortestSecret) return $"Secret has at least {WebhookSigner.ShortestSecret} characters";
        return EventTypes.All(OrderEventTypes.All.Contains) ? null : $"EventTypes are any of {string.Join(", ", OrderEventTypes.All)}";
    }
}
