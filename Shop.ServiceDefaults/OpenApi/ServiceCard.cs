using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Shop.ServiceDefaults.Access;

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

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/", (IHostEnvironment environment) => TypedResults.Ok(Of(environment)))
        .ForAnyone()
        .WithTags("Service")
        .WithSummary("Says what this service is, and where to go on from here.");
}
