using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Problems;

namespace Shop.ServiceDefaults.OpenApi;

/// <summary>What a service is and where to go on from there: the answer of <c>GET /</c>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it does.</param>
/// <param name="Links">Where things are, by what they are.</param>
public sealed record ServiceCard(string Name, string Description, IReadOnlyDictionary<string, string> Links)
{
    /// <summary>The service as its project file describes it (<c>AssemblyTitle</c>, <c>Description</c>).</summary>
    /// <param name="environment">The service.</param>
    internal static ServiceCard Of(IHostEnvironment environment)
    {
        var assembly = Assembly.Load(new AssemblyName(environment.ApplicationName));
        return new(
            assembly.GetCustomAttribute<AssemblyTitleAttribute>()?.Title ?? environment.ApplicationName,
            assembly.GetCustomAttribute<AssemblyDescriptionAttribute>()?.Description ?? "",
            new Dictionary<string, string>
            {
                ["try"] = "/scalar",
                ["openapi"] = "/openapi/v1.json",
                ["problems"] = "/problems",
                ["health"] = "/health",
            });
    }

    internal static void Map(IEndpointRouteBuilder app)
    {
        var card = app.MapGet("/", Show)
            .ForAnyone()
            .WithTags("Service")
            .WithSummary("Says what this service is, and where to go on from here.");
        if (app.ServiceProvider.GetRequiredService<IOptions<ServiceCardOptions>>().Value.Page is not null)
            card.Produces(StatusCodes.Status302Found).AnswersHeader("Location", "The page for people, where text/html is accepted.", StatusCodes.Status302Found);
    }

    /// <summary>A person's browser is led to the page, where there is one.</summary>
    private static Results<Ok<ServiceCard>, RedirectHttpResult> Show(HttpRequest request, IHostEnvironment environment, IOptions<ServiceCardOptions> options) =>
        options.Value.Page is { } page && request.AcceptsPages()
            ? TypedResults.LocalRedirect(page)
            : TypedResults.Ok(Of(environment));
}

/// <summary>What else a host shows at <c>/</c>.</summary>
public sealed class ServiceCardOptions
{
    /// <summary>The page for people; none where a host has no pages.</summary>
    public string? Page { get; set; }
}
