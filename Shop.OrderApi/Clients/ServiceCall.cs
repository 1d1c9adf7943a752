using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>One step at another service over HTTP, with a deadline, sorted into done, refused and unavailable.</summary>
internal static class ServiceCall
{
    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="http">The client of the service.</param>
    /// <param name="request">The request; a repeated attempt sends it again.</param>
    /// <param name="read">Reads the body of a success.</param>
    /// <param name="deadline">How long all attempts together may take.</param>
    /// <param name="cancellationToken">The caller's own reason to stop; comes out as an exception.</param>
    public static async Task<CallResult<T>> SendAsync<T>(
        HttpClient http, HttpRequestMessage request, Func<HttpContent, CancellationToken, Task<T?>> read, TimeSpan deadline,
        CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                return await read(response.Content, limit.Token) is { } value
                    ? CallResult.Done(value)
                    : CallResult.Unavailable<T>("The answer is empty.");
            }

            return IsPassing(response.StatusCode)
                ? CallResult.Unavailable<T>($"{(int)response.StatusCode} {response.ReasonPhrase}")
                : CallResult.Refused<T>(await ReadRefusalAsync(response, limit.Token));
        }
        // An answer that is cut off or makes no sense says nothing about whether the step was done: repeat it.
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or ExecutionRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return CallResult.Unavailable<T>(exception is OperationCanceledException ? $"No answer within {deadline.TotalSeconds:0.#} s." : exception.Message);
        }
    }

    /// <summary>Reads a body as JSON.</summary>
    public static Func<HttpContent, CancellationToken, Task<T?>> Json<T>(JsonTypeInfo<T> type)
        where T : class =>
        async (content, cancellationToken) =>
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken);
        };

    /// <summary>A success whose body does not matter.</summary>
    public static Task<Done?> Nothing(HttpContent content, CancellationToken cancellationToken) => Task.FromResult<Done?>(Done.Instance);

    /// <summary>
    /// Server errors and throttling pass. So may 401 and 403: they say that this service is misconfigured, which is no reason
    /// to reject a customer's order.
    /// </summary>
    private static bool IsPassing(HttpStatusCode status) => (int)status >= 500 || status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private static async Task<Refusal> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
            ? await Json(OrderJson.Default.ServiceProblem)(response.Content, cancellationToken)
            : null;
        // Not every 4xx of a service is one that the order's client can make sense of: what it asks for cannot be done.
        var status = (int)response.StatusCode is 402 or 409 or 422 ? (int)response.StatusCode : StatusCodes.Status422UnprocessableEntity;
        return new(
            status,
            problem?.Type ?? "/problems/refused",
            problem?.Title ?? "The order cannot be fulfilled.",
            problem?.Detail ?? $"A part of the shop answered {(int)response.StatusCode}.")
        {
            Reason = problem?.Reason,
            Products = problem?.Products,
        };
    }
}

/// <summary>The members of a problem (RFC 9457) that matter to an order.</summary>
internal sealed record ServiceProblem(string? Type, string? Title, string? Detail, string? Reason, JsonElement? Products);
