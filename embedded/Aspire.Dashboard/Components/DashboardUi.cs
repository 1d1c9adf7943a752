using Microsoft.FluentUI.AspNetCore.Components;

namespace Aspire.Dashboard.Components;

/// <summary>The Blazor UI as the host sees it: what it needs registered, and where it is mapped.</summary>
internal static class DashboardUi
{
    /// <summary>Registers Blazor (interactive server) and FluentUI.</summary>
    internal static IServiceCollection AddDashboardUi(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddFluentUIComponents();
        return services;
    }

    /// <summary>Maps the pages and their static files.</summary>
    internal static IEndpointRouteBuilder MapDashboardUi(this IEndpointRouteBuilder app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
