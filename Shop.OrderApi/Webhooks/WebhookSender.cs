using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.OrderApi.Webhooks;

/// <summary>Makes one call. Of the answer nothing is read but its status and when to come again.</summary>
internal sealed partial class WebhookSender(
    IHttpClientFactory clients, ConfiguredSubscribers configured, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookSender> logger)
{
    /// <summary>The name of the client for those who subscribed themselves.</summary>
    public const string ClientName = "webhooks";

    /// <summary>The name of the client for those whom the configuration names; it resolves names of service discovery.</summary>
    public const string ConfiguredClientName = "webhooks-configured";

    /// <summary>
    /// One text for all reasons: whoever may subscribe is not to learn which ports of which hosts are open. It has nothing in it that came from there.
    /// </summary>
    private static readonly CallOutcome NoAnswer = new("The subscriber could not be reached, or gave no answer that can be read.") { IsOverload = true };

    /// <summary>Calls, and says what came of it: a success is an answer of 2xx.</summary>
    public async Task<CallOutcome> SendAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        using var request = NewRequest(call);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            using var client = clients.CreateClient(configured.Contains(call.SubscriptionId) ? ConfiguredClientName : ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return OutcomeOf(response);
        }
        catch (HttpRequestException exception)
        {
            LogNoAnswer(call.SubscriptionId, exception.HttpRequestError);
            return NoAnswer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogTimeout(call.SubscriptionId, options.Value.Timeout);
            return NoAnswer;
        }
    }

    private HttpRequestMessage NewRequest(WebhookCall call)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, call.Url) { Content = new ByteArrayContent(call.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSigner.IdHeader, call.Id);
        request.Headers.Add(WebhookSigner.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            WebhookSigner.SignatureHeader, string.Join(' ', call.Secrets.Select(secret => WebhookSigner.Sign(secret, call.Id, timestamp, call.Body))));
        return request;
    }

    private CallOutcome OutcomeOf(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return new(Error: null);
        var asksForRest = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        return new($"The subscriber answered {(int)response.StatusCode}.")
        {
            Rest = asksForRest ? RestOf(response) : null,
            IsOverload = asksForRest || response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout,
            IsGone = response.StatusCode == HttpStatusCode.Gone,
        };
    }

    /// <summary>RFC 9110, section 10.2.3: seconds, or a date, which is compared with the clock of whoever wrote it where that is known.</summary>
    private TimeSpan? RestOf(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            { Date: { } date } => date - (response.Headers.Date ?? time.GetUtcNow()),
            _ => TimeSpan.Zero,
        };
        if (asked <= TimeSpan.Zero) return null;
        return asked < options.Value.RestCap ? asked : options.Value.RestCap;
    }

    [LoggerMessage(LogLevel.Debug, "Subscription {SubscriptionId} gave no answer: {Reason}")]
    private partial void LogNoAnswer(Guid subscriptionId, HttpRequestError reason);

    [LoggerMessage(LogLevel.Debug, "Subscription {SubscriptionId} gave no answer within {Timeout}")]
    private partial void LogTimeout(Guid subscriptionId, TimeSpan timeout);
}
