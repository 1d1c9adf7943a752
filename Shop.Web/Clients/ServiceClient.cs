using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web.Clients;

/// <summary>Calls a service and takes its answer as it is: also a refusal, also silence.</summary>
internal static class ServiceClient
{
    /// <summary>How long a visitor is kept waiting for a page.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Reads.</summary>
    public static Task<ServiceAnswer<T>> GetAsync<T>(this HttpClient http, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => http.SendAsync(new(HttpMethod.Get, path), type, cancellationToken);

    /// <summary>Writes.</summary>
    /// <param name="http">The service.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">What of it.</param>
    /// <param name="body">What is asked for, or nothing.</param>
    /// <param name="type">What is answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="key">The name of the request, under which it can be repeated.</param>
    /// <param name="ifMatch">The state that was read.</param>
    public static Task<ServiceAnswer<T>> WriteAsync<T>(
        this HttpClient http, HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken, string? key = null,
        string? ifMatch = null)
        where T : class
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (ifMatch is not null && EntityTagHeaderValue.TryParse(ifMatch, out var tag)) request.Headers.IfMatch.Add(tag);
        return http.SendAsync(request, type, cancellationToken);
    }

    private static async Task<ServiceAnswer<T>> SendAsync<T>(this HttpClient http, HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    return new(null, response.StatusCode, await ReadAsync(response, ClientJson.Default.ProblemView, "application/problem+json", cancellationToken));
                var value = await ReadAsync(response, type, "application/json", cancellationToken);
                return new(value, response.StatusCode, ETag: response.Headers.ETag?.ToString(), Next: NextOf(response));
            }
            catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return new(null, null);
            }
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, string mediaType, CancellationToken cancellationToken)
        where T : class
    {
        if (response.Content.Headers.ContentType?.MediaType != mediaType) return null;
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (JsonException)
        {
            // It calls itself JSON and is none: as good as silence.
            return null;
        }
    }

    /// <summary>The query of the next page (RFC 8288): <c>&lt;/orders?after=…&gt;; rel="next"</c>.</summary>
    private static string? NextOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) && links.FirstOrDefault() is { } link && link.IndexOf('?', StringComparison.Ordinal) is > 0 and var start
            && link.IndexOf('>', start) is > 0 and var end
            ? link[start..end]
            : null;
}
