using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Shop.ServiceDefaults.Problems;

/// <summary>
/// Writes problems whatever the client says that it accepts: the framework's own writer keeps silent or falls back to plain text there, and a
/// client that asked for a page would not learn what was wrong (RFC 9110, section 12.5.1, allows an answer outside of <c>Accept</c>).
/// </summary>
/// <param name="json">How the service writes JSON.</param>
/// <param name="problems">What is said of every problem.</param>
internal sealed class ProblemWriter(IOptions<JsonOptions> json, IOptions<ProblemDetailsOptions> problems) : IProblemDetailsWriter
{
    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <inheritdoc/>
    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        problems.Value.CustomizeProblemDetails?.Invoke(context);
        var (response, problem) = (context.HttpContext.Response, context.ProblemDetails);
        if (problem.Status is { } status) response.StatusCode = status;
        return new(response.WriteAsJsonAsync(
            problem, problem.GetType(), json.Value.SerializerOptions, MediaTypeNames.Application.ProblemJson, context.HttpContext.RequestAborted));
    }
}
