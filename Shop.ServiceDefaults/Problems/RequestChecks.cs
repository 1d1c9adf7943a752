using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Shop.ServiceDefaults.Problems;

/// <summary>What the shape of a request has to be before any endpoint looks at it.</summary>
public static class RequestChecks
{
    private static readonly object Head = new();

    /// <summary>
    /// Whether the client asked for the head of an answer only (RFC 9110, section 9.3.2). An endpoint that answers without end asks; for all
    /// others the server leaves the body out.
    /// </summary>
    /// <param name="context">The request.</param>
    public static bool IsHead(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.ContainsKey(Head);
    }

    /// <summary>Whether a person's browser asks, which wants a page: it says so by <c>text/html</c>.</summary>
    /// <param name="request">The request.</param>
    public static bool AcceptsPages(this HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers HEAD wherever GET is answered.</summary>
    /// <param name="app">The pipeline; routing has to come later.</param>
    internal static void UseHeadAsGet(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[Head] = Head;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    });

    /// <summary>Refuses what would mean different things to different readers.</summary>
    /// <param name="app">The pipeline; routing has come before: what nobody serves is told so first.</param>
    internal static void UseRequestChecks(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not RouteEndpoint || Refuse(context.Request) is not var (status, problem))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = status;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new() { HttpContext = context, ProblemDetails = problem });
    });

    private static (int Status, Microsoft.AspNetCore.Mvc.ProblemDetails Problem)? Refuse(HttpRequest request)
    {
        // The framework would join the values with a comma, and search for that.
        if (request.QueryString.HasValue && request.Query.FirstOrDefault(parameter => parameter.Value.Count > 1) is { Key: { } repeated })
            return (StatusCodes.Status400BadRequest, Problem.Invalid(repeated, "The parameter may be given once only.").ProblemDetails);

        // JSON is UTF-8 between systems (RFC 8259, section 8.1); the framework fails on a charset that it does not know.
        return HasBody(request) && !IsUtf8(request)
            ? (StatusCodes.Status415UnsupportedMediaType, new() { Status = StatusCodes.Status415UnsupportedMediaType, Title = "The body cannot be read." })
            : null;
    }

    private static bool HasBody(HttpRequest request) => request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    private static bool IsUtf8(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType)) return true;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return false;
        if (type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)) is not { } charset) return true;
        if (!HeaderUtilities.RemoveQuotes(charset.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return false;

        // The framework does not know it in quotes.
        request.ContentType = type.MediaType.ToString();
        return true;
    }
}
