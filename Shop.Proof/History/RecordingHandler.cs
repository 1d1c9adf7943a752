using System.Text.Json;

namespace Shop.Proof.History;

/// <summary>Writes down every request that a client sends, and what becomes of it.</summary>
/// <param name="history">Where.</param>
internal sealed class RecordingHandler(ClientHistory history) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = request.Content is null ? null : JsonOf(await request.Content.ReadAsStringAsync(cancellationToken));
        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        var (number, sentAt) = history.Send();
        var exchange = new Exchange(number, sentAt, null, request.Method.Method, request.RequestUri!.AbsolutePath, key, body, null, null);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            // All of it: an answer that breaks off is none.
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            exchange = exchange with { AnsweredAt = history.Now, Status = (int)response.StatusCode, Answer = JsonOf(text) };
            return response;
        }
        finally
        {
            history.Add(exchange);
        }
    }

    private static JsonElement? JsonOf(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
