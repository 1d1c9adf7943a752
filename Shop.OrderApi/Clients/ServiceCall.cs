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
/// <param name="Outage">
/// The service does not answer, or asks to come back, or what came is no answer of its own: why. Whether the step was done is not known.
/// </param>
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

/// <summary>
/// What a service answers to one call, as its documentation says. Between two services stand routers, proxies and captive portals
/// that answer in its place: only what they cannot know (the order, its amount, a type of problem) tells its answers from theirs.
/// </summary>
/// <param name="Body">The body of a success: 200, <c>application/json</c>.</param>
/// <param name="Read">What the body says about the step; null where it does not say that it is done for this order.</param>
/// <param name="Refusals">The problems that refuse this call.</param>
internal sealed record OwnAnswers<TBody, T>(JsonTypeInfo<TBody> Body, Func<TBody, T?> Read, params KnownRefusal[] Refusals)
    where T : class;

/// <summary>A problem that a service is known to answer a call with.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Type">The problem's type.</param>
/// <param name="OrderId">What the detail has to name, where any service without the endpoint would answer the same type.</param>
internal readonly record struct KnownRefusal(HttpStatusCode Status, string Type, Guid? OrderId = null)
{
    public bool Is(HttpStatusCode status, ServiceProblem problem) =>
        status == Status && problem.Type == Type
        && (OrderId is not { } id || problem.Detail?.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>One step at another service over HTTP, with a deadline, sorted into done, refused and unavailable.</summary>
internal static class ServiceCall
{
    /// <summary>The longest body that is read; a reservation of a hundred lines has a tenth of it.</summary>
    private const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="http">The client of the service.</param>
    /// <param name="method">What to do; a repeated attempt sends it again.</param>
    /// <param name="path">With what, below the client's base address.</param>
    /// <param name="body">The request's body, or null.</param>
    /// <param name="own">What the service answers; everything else is an outage.</param>
    /// <param name="deadline">How long all attempts together may take.</param>
    /// <param name="cancellationToken">The caller's own reason to stop; comes out as an exception.</param>
    public static async Task<CallResult<T>> SendAsync<TBody, T>(
        HttpClient http, HttpMethod method, string path, HttpContent? body, OwnAnswers<TBody, T> own, TimeSpan deadline,
        CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return await ReadAsync(response, own, limit.Token)
                ?? CallResult<T>.Unavailable($"The answer, {(int)response.StatusCode} {MediaTypeOf(response) ?? "without a body"}, is not the service's own.");
        }
        // An answer that is cut off, without end or makes no sense says nothing about whether the step was done: repeat it.
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or ExecutionRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return CallResult<T>.Unavailable(exception is OperationCanceledException ? $"No answer within {deadline.TotalSeconds:0.#} s." : exception.Message);
        }
    }

    /// <summary>What the answer says, or null where it is not the service's own.</summary>
    private static async Task<CallResult<T>?> ReadAsync<TBody, T>(
        HttpResponseMessage response, OwnAnswers<TBody, T> own, CancellationToken cancellationToken)
        where T : class
    {
        switch (MediaTypeOf(response))
        {
            case "application/json" when response.StatusCode == HttpStatusCode.OK:
                return await ReadAsync(response.Content, own.Body, cancellationToken) is { } body && own.Read(body) is { } value
                    ? CallResult<T>.Of(value)
                    : null;
            case "application/problem+json" when own.Refusals.Any(known => known.Status == response.StatusCode):
                var problem = await ReadAsync(response.Content, ClientJson.Default.ServiceProblem, cancellationToken);
                return problem is not null && own.Refusals.Any(known => known.Is(response.StatusCode, problem))
                    ? CallResult<T>.Refused(problem.ToRefusal(response.StatusCode))
                    : null;
            default:
                return null;
        }
    }

    private static async Task<TBody?> ReadAsync<TBody>(HttpContent content, JsonTypeInfo<TBody> type, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(body, type, cancellationToken);
    }

    private static string? MediaTypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
}

internal sealed record ReserveRequest(IReadOnlyList<OrderLine> Lines);

internal sealed record AuthorizeRequest(decimal Amount, string Currency, string Method);

internal sealed record RefundPaymentRequest(string? RefundId, decimal? Amount);

/// <summary>The members of a problem (RFC 9457) that matter to an order.</summary>
internal sealed record ServiceProblem(string? Type, string? Title, string? Detail, string? Reason, JsonElement? Products)
{
    public Refusal ToRefusal(HttpStatusCode status) => Refusal.From((int)status, Type!, Title, Detail, Reason) with
    {
        Products = Products is { } products && NamesProducts(products) ? products : null,
    };

    /// <summary>Ids of products, or what is short of them: numbers, for no more products than an order has. It is passed on as it came.</summary>
    private static bool NamesProducts(JsonElement products)
    {
        const int mostMembers = 8;
        try
        {
            return products.ValueKind == JsonValueKind.Array && products.GetArrayLength() <= Order.MaxLines
                && products.EnumerateArray().All(product => product.ValueKind == JsonValueKind.Number
                    || (product.ValueKind == JsonValueKind.Object && product.EnumerateObject().Count() <= mostMembers
                        && product.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Number && Order.CheckName(member.Name) is null)));
        }
        catch (InvalidOperationException)
        {
            // A name that is no text: the document was read, its names were not yet.
            return false;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReserveRequest))]
[JsonSerializable(typeof(ReservationAnswer))]
[JsonSerializable(typeof(ReservationStatusAnswer))]
[JsonSerializable(typeof(AuthorizeRequest))]
[JsonSerializable(typeof(RefundPaymentRequest))]
[JsonSerializable(typeof(PaymentAnswer))]
[JsonSerializable(typeof(ServiceProblem))]
internal sealed partial class ClientJson : JsonSerializerContext;
