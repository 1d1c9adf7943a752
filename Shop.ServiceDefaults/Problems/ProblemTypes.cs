using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Problems;

/// <summary>The <c>type</c> of problems that are not a feature's own: relative references, stable over releases. <c>docs/problems.md</c> lists all.</summary>
public static class ProblemTypes
{
    /// <summary>The request as sent cannot be understood: 400, with <c>errors</c> naming fields and reasons.</summary>
    public const string InvalidRequest = "/problems/invalid-request";

    /// <summary>The client has not shown who it is: 401.</summary>
    public const string Unauthorized = "/problems/unauthorized";

    /// <summary>The client has shown who it is, and may not do this: 403.</summary>
    public const string Forbidden = "/problems/forbidden";

    /// <summary>There is no such thing at an address that is served: 404.</summary>
    public const string NotFound = "/problems/not-found";

    /// <summary>The client's name for a request was used for another one: 422.</summary>
    public const string IdempotencyKeyReused = "/problems/idempotency-key-reused";

    /// <summary>The client asks more often than it may: 429 with <c>Retry-After</c>.</summary>
    public const string TooManyRequests = "/problems/too-many-requests";

    /// <summary>The service's database does not answer; trying again later may succeed: 503 with <c>Retry-After</c>.</summary>
    public const string Unavailable = "/problems/unavailable";

    /// <summary>The type for what the framework answers by itself, where the status code says all there is to say.</summary>
    /// <param name="status">An HTTP status code.</param>
    public static string ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthorized,
        StatusCodes.Status403Forbidden => Forbidden,
        // An endpoint that looks for a thing and finds none says so: what is left are addresses that nobody serves.
        StatusCodes.Status404NotFound => "/problems/no-such-address",
        StatusCodes.Status405MethodNotAllowed => "/problems/method-not-allowed",
        StatusCodes.Status408RequestTimeout => "/problems/request-timeout",
        StatusCodes.Status413PayloadTooLarge => "/problems/body-too-large",
        StatusCodes.Status415UnsupportedMediaType => "/problems/unsupported-media-type",
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        >= 500 => "/problems/internal-error",
        _ => InvalidRequest,
    };
}
