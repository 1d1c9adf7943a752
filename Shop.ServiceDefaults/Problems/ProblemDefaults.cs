using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.ServiceDefaults.Problems;

/// <summary>Every error a client sees is an RFC 9457 problem with a stable <c>type</c>, also those that no endpoint wrote.</summary>
internal static class ProblemDefaults
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
            // The framework's default type is a link to the status code's RFC section: no client can tell two errors apart by it.
            if (context.ProblemDetails.Type is null or { Length: 0 } || context.ProblemDetails.Type.StartsWith("https://tools.ietf.org/", StringComparison.Ordinal))
                context.ProblemDetails.Type = ProblemTypes.ForStatus(status);
            context.ProblemDetails.Title ??= ReasonPhrases.GetReasonPhrase(status);
            // The framework answers a body that is too large or of another type by itself, without an exception to describe.
            if (context.ProblemDetails is not HttpValidationProblemDetails && BadRequestHandler.ExplainStatus(status) is var (field, reason))
            {
                context.ProblemDetails.Detail = $"{field}: {reason}";
                context.ProblemDetails.Extensions["errors"] = new Dictionary<string, string[]> { [field] = [reason] };
            }
        });
        builder.Services.AddExceptionHandler<BadRequestHandler>();
        builder.Services.AddExceptionHandler<UnavailableHandler>();
        // Binding failures become exceptions, so that BadRequestHandler can name the field, in every environment.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    /// <summary>
    /// Inside the page that Development shows for exceptions (the framework puts it outermost), so that clients see the same
    /// problems in every environment.
    /// </summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHeadAsGet();
        // Here and not where the framework would put it, before everything: a request for the head of an answer finds the endpoint of GET.
        app.UseRouting();
        app.UseRequestChecks();
    }
}
