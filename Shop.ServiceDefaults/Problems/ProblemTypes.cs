using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Problems;

/// <summary>The <c>type</c> of problems that are not a feature's own: relative references, stable over releases.</summary>
public static class ProblemTypes
{
    /// <summary>The request as sent cannot be understood: 400, with <c>errors</c> naming fields and reasons.</summary>
    public const string InvalidRequest = "/problems/invalid-request";

    /// <summary>Something that is needed does not answer; trying again later may succeed: 503 with <c>Retry-After</c>.</summary>
    public const string Unavailable = "/problems/unavailable";

    /// <summary>The type for a response whose status code says all there is to say.</summary>
    /// <param name="status">An HTTP status code.</param>
    public static string ForStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => InvalidRequest,
        StatusCodes.Status401Unauthorized => "/problems/unauthorized",
        StatusCodes.Status403Forbidden => "/problems/forbidden",
        StatusCodes.Status404NotFound => "/problems/not-found",
        StatusCodes.Status405MethodNotAllowed => "/problems/method-not-allowed",
        StatusCodes.Status406NotAcceptable => "/problems/not-acceptable",
        StatusCodes.Status409Conflict => "/problems/conflict",
        StatusCodes.Status412PreconditionFailed => "/problems/precondition-failed",
        StatusCodes.Status413PayloadTooLarge => "/problems/body-too-large",
        StatusCodes.Status415UnsupportedMediaType => "/problems/unsupported-media-type",
        StatusCodes.Status422UnprocessableEntity => "/problems/unprocessable",
        StatusCodes.Status428PreconditionRequired => "/problems/precondition-required",
        StatusCodes.Status429TooManyRequests => "/problems/too-many-requests",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "/problems/headers-too-large",
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        >= 500 => "/problems/internal-error",
        _ => "about:blank",
    };
}
