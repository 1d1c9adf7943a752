using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Problems;

/// <summary>Turns a request that could not be bound into a problem that names the field and the reason.</summary>
internal sealed partial class BadRequestHandler(IProblemDetailsService problems) : IExceptionHandler
{
    /// <summary>Field and reason where the status code says all: the framework answers these without an exception, too.</summary>
    public static (string Field, string Reason)? ExplainStatus(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => ("body", "The body is larger than this service reads."),
        StatusCodes.Status415UnsupportedMediaType => ("Content-Type", "The body must be sent as application/json."),
        _ => null,
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException badRequest) return false;

        context.Response.StatusCode = badRequest.StatusCode;
        return await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = Describe(context, badRequest) });
    }

    private static HttpValidationProblemDetails Describe(HttpContext context, BadHttpRequestException exception)
    {
        var (field, reason) = Explain(context, exception);
        return new(new Dictionary<string, string[]> { [field] = [reason] })
        {
            Type = ProblemTypes.ForStatus(exception.StatusCode),
            Title = "The request cannot be understood.",
            Status = exception.StatusCode,
            Detail = $"{field}: {reason}",
        };
    }

    private static (string Field, string Reason) Explain(HttpContext context, BadHttpRequestException exception)
    {
        if (ExplainStatus(exception.StatusCode) is { } known) return known;
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            return ("__RequestVerificationToken", "This form is not one of the shop, or too old: please open the page again.");

        if (exception.InnerException is JsonException json)
        {
            var field = FieldOf(json.Path);
            return (field, field == "body"
                ? "The body is not valid JSON of the expected shape."
                : "The member is not known here or given twice, or its value is missing, of the wrong type or out of range.");
        }

        // The framework names the parameter in its message only: Failed to bind parameter "int limit" from "x".
        if (BoundParameter().Match(exception.Message) is { Success: true } match)
            return (match.Groups["name"].Value, "The value is missing, of the wrong type or out of range.");

        return context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding")
            ? ("body", "A JSON body is required.")
            : ("body", "The request is malformed.");
    }

    /// <summary>The field's path as the client wrote it: <c>$.lines[0].quantity</c> → <c>lines[0].quantity</c>.</summary>
    private static string FieldOf(string? path) =>
        path is null or "$" ? "body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    [GeneratedRegex("parameter \"[^\"]* (?<name>[^\" ]+)\"")]
    private static partial Regex BoundParameter();
}
