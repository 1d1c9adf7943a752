using Microsoft.AspNetCore.Antiforgery;

namespace Shop.Web.Components;

/// <summary>Endpoints for the forms of pages.</summary>
internal static class Forms
{
    /// <summary>
    /// A group in which whatever is sent has to come from a form of the shop. The framework checks that where a handler reads fields of the
    /// form; one that needs none would do what any page elsewhere has a browser send.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="prefix">What their paths begin with.</param>
    public static RouteGroupBuilder MapForms(this IEndpointRouteBuilder app, string prefix) => app.MapGroup(prefix)
        .ExcludeFromDescription()
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .AddEndpointFilter((context, next) =>
            HttpMethods.IsPost(context.HttpContext.Request.Method) && context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }
                ? throw new BadHttpRequestException("Not a form of the shop.")
                : next(context));
}
