using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.OrderApi.Webhooks;

/// <summary>Makes one attempt to deliver an event.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, ConfiguredSubscribers configured, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <summary>The name of the client for those who subscribed themselves.</summary>
    public const string ClientName = "webhooks";

    /// <summary>The name of the client for those whom the configuration names; it resolves names of service discovery.</summary>
    public const string ConfiguredClientName = "webhooks-configured";

    /// <summary>Delivers, or says why not: null when the subscriber answered with a success.</summary>
    public async Task<string?> SendAsync(DueDelivery delivery, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(delivery.Event, OrderJson.Default.OrderEventMessage);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSigner.IdHeader, delivery.Event.Id);
        request.Headers.Add(WebhookSigner.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSigner.SignatureHeader, WebhookSigner.Sign(delivery.Secret, delivery.Event.Id, timestamp, body));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            using var client = clients.CreateClient(configured.Contains(delivery.SubscriptionId) ? ConfiguredClientName : ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode ? null : $"The subscriber answered {(int)response.StatusCode}.";
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The subscriber did not answer within {options.Value.Timeout.TotalSeconds:0.#} s.";
        }
    }
}
