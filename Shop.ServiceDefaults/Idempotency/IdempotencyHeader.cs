using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Problems;

namespace Shop.ServiceDefaults.Idempotency;

/// <summary>
/// <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header): the client's name for one request, under which sending it again does
/// nothing twice.
/// </summary>
public static class IdempotencyHeader
{
    /// <summary>The request's header.</summary>
    public const string Name = "Idempotency-Key";

    /// <summary>The answer's header where it is one that was given before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>The key of a request; null when it is missing, given twice, too long or not printable ASCII.</summary>
    /// <param name="headers">The request's headers.</param>
    public static string? Read(IHeaderDictionary headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var values = headers[Name];
        if (values.Count != 1) return null;
        // The draft writes the key as a quoted string, most clients send it bare: both name the same key.
        var key = values[0] is ['"', .., '"'] quoted ? quoted[1..^1] : values[0];
        return key is { Length: > 0 and <= MaxLength } && !key.AsSpan().ContainsAnyExceptInRange('!', '~') ? key : null;
    }

    /// <summary>400: there is no key, or none that can be used.</summary>
    public static ProblemHttpResult Invalid() => Problem.Invalid(Name, $"One header of 1 to {MaxLength} printable ASCII characters, a new one for every new request.");

    /// <summary>422: the key stands for another request.</summary>
    public static ProblemHttpResult Reused() => Problem.Of(
        StatusCodes.Status422UnprocessableEntity, ProblemTypes.IdempotencyKeyReused, "The key stands for another request.",
        $"The {Name} was used with another body or address. Send a new key with a new request.");

    /// <summary>Says that an answer was given before.</summary>
    /// <param name="response">The answer.</param>
    public static void MarkReplayed(this HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers[Replayed] = "true";
    }

    /// <summary>
    /// Has an endpoint, which would do its work again when it is asked again, take a key. Without one a client that gets no answer is not told
    /// to repeat the request.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="statuses">Status codes of the answers that are given again.</param>
    public static TBuilder TakesIdempotencyKey<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder => builder
            .AcceptsHeader(Name, "A new one for every new request; the same again for the same request, which then does nothing twice.")
            .AnswersReplayed(statuses)
            .WithMetadata(
                new NotIdempotent(Except: Name),
                new ProducesResponseTypeMetadata(StatusCodes.Status422UnprocessableEntity, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));

    /// <summary>Names the header by which answers that were given before are told from new ones.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="statuses">Status codes of the answers that are given again.</param>
    public static TBuilder AnswersReplayed<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AnswersHeader(Replayed, "\"true\" where the request was sent before, and this is its answer; else absent.", statuses);
}
