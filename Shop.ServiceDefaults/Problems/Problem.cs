using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Shop.ServiceDefaults.Problems;

/// <summary>Writes the problems that endpoints answer with, so that all of them have the same shape.</summary>
public static class Problem
{
    /// <summary>A problem of a feature's own type.</summary>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="type">The stable type, <c>/problems/kebab-case-name</c>.</param>
    /// <param name="title">The kind of problem, the same for every occurrence.</param>
    /// <param name="detail">What happened this time and what the client can do.</param>
    /// <param name="extensions">Further members, such as the products that are short.</param>
    public static ProblemHttpResult Of(
        int status, string type, string title, string detail, IDictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(new ProblemDetails
        {
            Status = status,
            Type = type,
            Title = title,
            Detail = detail,
            Extensions = extensions ?? new Dictionary<string, object?>(),
        });

    /// <summary>400: fields of the request that are missing or not allowed, each with its reasons.</summary>
    /// <param name="errors">Reasons by the path of the field, as the client wrote it: <c>lines[0].quantity</c>.</param>
    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status400BadRequest,
            Type = ProblemTypes.InvalidRequest,
            Title = "The request is not valid.",
            Detail = string.Join(" ", errors.Select(error => $"{error.Key}: {string.Join(" ", error.Value)}")),
        });

    /// <summary>400 for one field.</summary>
    /// <param name="field">The path of the field, as the client wrote it.</param>
    /// <param name="reason">What is wrong with it.</param>
    public static ProblemHttpResult Invalid(string field, string reason) =>
        Invalid(new Dictionary<string, string[]> { [field] = [reason] });

    /// <summary>403: the client has shown who it is, and may not do this.</summary>
    /// <param name="what">What it may do instead, as a sentence.</param>
    public static ProblemHttpResult Forbidden(string what) =>
        Of(StatusCodes.Status403Forbidden, ProblemTypes.Forbidden, "Not allowed.", what);

    /// <summary>404: there is no such thing.</summary>
    /// <param name="what">What was asked for, as a sentence: <c>There is no product 7.</c></param>
    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, ProblemTypes.NotFound, "Not found.", what);
}
