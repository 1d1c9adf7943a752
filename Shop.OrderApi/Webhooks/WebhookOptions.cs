using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.OrderApi.Webhooks;

/// <summary>Settings of the webhooks: configuration section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Whether subscribers may live on loopback, link-local or private addresses. Off outside Development: whoever may subscribe
    /// could otherwise have this service call machines that only it can reach.
    /// </summary>
    public bool? AllowPrivateTargets { get; set; }

    /// <summary>How long a subscriber has for its answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause after the first failed attempt; four times as long after each further one.</summary>
    public TimeSpan RetryBase { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause between attempts.</summary>
    public TimeSpan RetryCap { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How often an event is tried before it is given up: about a day with the default pauses.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 11;

    /// <summary>The longest time that a subscriber can ask to be left alone, by <c>Retry-After</c>.</summary>
    public TimeSpan RestCap { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The most deliveries to one subscriber that this process has under way. How many it is in fact depends on how they fare.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 512;

    /// <summary>The most deliveries that this process has under way, shared out evenly among the subscribers that are busy.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; set; } = 2048;

    /// <summary>How long the old key of a subscription signs beside its new one.</summary>
    public TimeSpan SecretGrace { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Subscribers that are there from the start, by a name of their own.</summary>
    public IDictionary<string, ConfiguredSubscriber> Subscribers { get; } = new Dictionary<string, ConfiguredSubscriber>();

    /// <summary>How often to look for deliveries that are due.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    internal sealed class Validator : IValidateOptions<WebhookOptions>
    {
        public ValidateOptionsResult Validate(string? name, WebhookOptions options)
        {
            var wrong = options.Subscribers
                .Select(subscriber => (subscriber.Key, Problem: subscriber.Value.Problem()))
                .Where(subscriber => subscriber.Problem is not null)
                .Select(subscriber => $"{Section}:Subscribers:{subscriber.Key}: {subscriber.Problem}.")
                .ToList();
            return wrong.Count > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
        }
    }
}

/// <summary>
/// A subscriber that the operator has configured: another part of the shop. Its address may be any, also a name of service
/// discovery, since whoever configures the service is trusted with what it calls.
/// </summary>
internal sealed class ConfiguredSubscriber
{
    private static readonly string[] Schemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, "https+http", "http+https"];

    public string Url { get; set; } = "";

    /// <summary>The key that signs the calls, as text.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The types of events that are wanted; all where none is named.</summary>
    public IList<string> EventTypes { get; } = [];

    /// <summary>The key as bytes.</summary>
    public byte[] SecretBytes => Encoding.UTF8.GetBytes(Secret);

    /// <summary>The types of events that are delivered.</summary>
    public string[] WantedTypes => EventTypes.Count > 0 ? [.. EventTypes] : [.. OrderEventTypes.All];

    /// <summary>The subscription of the subscriber with this name: the same on every start and every replica.</summary>
    public static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"webhook subscriber {name}")).AsSpan(0, 16));

    /// <summary>What is wrong with the configuration, or null.</summary>
    public string? Problem()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri) || !Schemes.Contains(uri.Scheme)) return "Url is an absolute http or https address";
        if (Secret.Length < WebhookSigner.ShortestSecret) return $"Secret has at least {WebhookSigner.ShortestSecret} characters";
        return EventTypes.All(OrderEventTypes.All.Contains) ? null : $"EventTypes are any of {string.Join(", ", OrderEventTypes.All)}";
    }
}
