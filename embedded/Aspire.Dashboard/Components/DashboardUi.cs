using Aspire.Dashboard.Components.Controls;
using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.ResourceService;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Aspire.Dashboard.Components;

/// <summary>The Blazor UI as the host sees it: what it needs registered, and where it is mapped.</summary>
internal static class DashboardUi
{
    /// <summary>Registers Blazor (interactive server), FluentUI, and the client of the AppHost's resource service.</summary>
    internal static IServiceCollection AddDashboardUi(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddFluentUIComponents();

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ResourceServiceOptions.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<ResourceClient>();
        services.AddSingleton<ResourceCatalog>();
        services.AddHostedService<ResourceWatcher>();
        services.AddSingleton<ServiceColors>();

        // One of each for a browser tab.
        services.AddScoped<BrowserTime>();
        services.AddScoped<Toasts>();
        services.AddScoped<CommandRunner>();
        return services;
    }

    /// <summary>Maps the pages and their static files.</summary>
    internal static IEndpointRouteBuilder MapDashboardUi(this IEndpointRouteBuilder app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null); // The host sets a stricter one.
        return app;
    }
}
