using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.AppHost.Topologies;

/// <summary>What has pages for people.</summary>
internal static class Pages
{
    /// <summary>Where the pages are.</summary>
    public const string Root = "/shop";

    /// <summary>What a link to them says.</summary>
    public const string Text = "Open the shop";

    /// <summary>Has a service say who its visitors are, link orders to their traces, and say where it is once it is ready.</summary>
    /// <param name="web">The service.</param>
    /// <param name="keys">The pair of keys; the service gets its private part.</param>
    public static IResourceBuilder<ProjectResource> WithPages(this IResourceBuilder<ProjectResource> web, AccessKeys keys)
    {
        // Where the dashboard's port is any free one, nobody knows it yet.
        if (web.ApplicationBuilder.Configuration["ASPNETCORE_URLS"]?.Split(';')[0] is { } dashboard && Uri.TryCreate(dashboard, UriKind.Absolute, out var url) && url.Port > 0)
            web.WithEnvironment("Web__DashboardUrl", dashboard);
        return web.WithEnvironment("Access__SigningKey", keys.Signing).OnResourceReady((resource, ready, _) =>
        {
            ready.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop").LogInformation("The shop is open: {Url}", resource.GetEndpoint("http").Url + Root);
            return Task.CompletedTask;
        });
    }
}
