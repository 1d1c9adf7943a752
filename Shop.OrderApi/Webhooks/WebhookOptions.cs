using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Shop.OrderApi.Webhooks;

/// <summary>Settings of the webhooks: configuration section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>The name of the configuration section.</summary>
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

    /// <summary>Subscribers that are there from the start, by a name of their own.</summary>
    public IDictionary<string, WebhookSubscriber> Subscribers { get; } = new Dictionary<string, WebhookSubscriber>();

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
