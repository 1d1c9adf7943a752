using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Problems;

/// <summary>
/// A database that is restarting, cut off or taking no writes is no fault in the service, and nor is anything else that people do to
/// it: the client is told to come back (503) rather than shown a 500. A request that its own client gave up is not answered at all.
/// </summary>
internal sealed class UnavailableHandler(IProblemDetailsService problems) : IExceptionHandler
{
    private const int RetryAfterSeconds = 1;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (!IsPassing(exception)) return false;

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return await problems.TryWriteAsync(new()
        {
            HttpContext = context,
            ProblemDetails =
            {
                Type = ProblemTypes.Unavailable,
                Title = "The service cannot answer right now.",
                Status = StatusCodes.Status503ServiceUnavailable,
                Detail = MayBeRepeated(context)
                    ? "Its database does not answer. Send the same request again; what it did before is not done twice."
                    : "Its database does not answer, and whether the request was carried out is not known: sent again, it may be done twice.",
            },
        });
    }

    private static bool MayBeRepeated(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<NotIdempotent>() is not { } endpoint
        || (endpoint.Except is { } header && context.Request.Headers.ContainsKey(header));

    private static bool IsPassing(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException!)
        {
            if (cause is DbException failure && (failure.IsTransient || IsAboutTheServer(failure.SqlState))) return true;
        }

        return false;
    }

    /// <summary>
    /// What the server says about itself or the session, not about the statement (PostgreSQL's manual, appendix A): connections (08),
    /// no writes now (25006), sign-in (28), no such database (3D), resources (53), called off by people (57), system (58); and 0A000,
    /// which a statement that was prepared before its table was changed gets once.
    /// </summary>
    private static bool IsAboutTheServer(string? sqlState) => sqlState switch
    {
        "25006" or "0A000" => true,
        ['0', '8', ..] or ['2', '8', ..] or ['3', 'D', ..] or ['5', '3' or '7' or '8', ..] => true,
        _ => false,
    };
}
