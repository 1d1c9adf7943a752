using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>What became of a step at another service: exactly one of the three is set.</summary>
/// <param name="Value">The step is done.</param>
/// <param name="Refusal">The step was refused, and would be again.</param>
/// <param name="Outage">The service does not answer, or asks to come back: why. Whether the step was done is not known.</param>
internal sealed record CallResult<T>(T? Value, Refusal? Refusal, string? Outage)
    where T : class
{
    public static CallResult<T> Of(T value) => new(value, null, null);

    public static CallResult<T> Refused(Refusal refusal) => new(null, refusal, null);

    public static CallResult<T> Unavailable(string outage) => new(null, null, outage);
}

/// <summary>The value of a step that has nothing to say but that it is done.</summary>
internal sealed record Done
{
    public static CallResult<Done> Result { get; } = CallResult<Done>.Of(new Done());
}

/// <summary>One step at another service over HTTP, with a deadline, sorted into done, refused and unavailable.</summary>
internal static class ServiceCall
{
    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="http">The client of the service.</param>
    /// <param name="method">What to do; a repeated attempt sends it again.</param>
    /// <param name="path">With what, below the client's base address.</param>
    /// <param name="body">The request's body, or null.</param>
    /// <param name="read">Reads the body of a success.</param>
    /// <param name="deadline">How long all attempts together may take.</param>
    /// <param name="cancellationToken">The caller's own reason to stop; comes out as an exception.</param>
    public static async Task<CallResult<T>> SendAsync<T>(
        HttpClient http, HttpMethod method, string path, HttpContent? body, Func<HttpContent, CancellationToken, Task<T?>> read,
        TimeSpan deadline, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                return await read(response.Content, limit.Token) is { } value
                    ? CallResult<T>.Of(value)
                    : CallResult<T>.Unavailable("The answer is empty.");
            }

            return IsPassing(response.StatusCode)
                ? CallResult<T>.Unavailable($"{(int)response.StatusCode} {response.ReasonPhrase}")
                : CallResult<T>.Refused(await ReadRefusalAsync(response, limit.Token));
        }
        // An answer that is cut off or makes no sense says nothing about whether the step was done: repeat it.
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or ExecutionRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return CallResult<T>.Unavailable(exception is OperationCanceledException ? $"No answer within {deadline.TotalSeconds:0.#} s." : exception.Message);
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
    public static Task<Done?> Nothing(HttpContent content, CancellationToken cancellationToken) => Task.FromResult(Done.Result.Value);

    /// <summary>
    /// Server errors and throttling pass. So may 401 and 403: they say that this service is misconfigured, which is no reason
    /// to reject a customer's order.
    /// </summary>
    private static bool IsPassing(HttpStatusCode status) => (int)status >= 500 || status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private static async Task<Refusal> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
            ? await Json(ClientJson.Default.ServiceProblem)(response.Content, cancellationToken)
            : null;
        return Refusal.From((int)response.StatusCode, problem?.Type, problem?.Title, problem?.Detail) with
        {
            Reason = problem?.Reason,
            Products = problem?.Products,
        };
    }
}

internal sealed record ReserveRequest(IReadOnlyList<OrderLine> Lines);

internal sealed record AuthorizeRequest(decimal Amount, string Currency, string Method);

internal sealed record RefundPaymentRequest(string? RefundId, decimal? Amount);

/// <summary>The members of a problem (RFC 9457) that matter to an order.</summary>
internal sealed record ServiceProblem(string? Type, string? Title, string? Detail, string? Reason, JsonElement? Products);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReserveRequest))]
[JsonSerializable(typeof(Reservation))]
[JsonSerializable(typeof(AuthorizeRequest))]
[JsonSerializable(typeof(RefundPaymentRequest))]
[JsonSerializable(typeof(ServiceProblem))]
internal sealed partial class ClientJson : JsonSerializerContext;
