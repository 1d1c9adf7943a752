using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Dashboard;

/// <summary>Adds the dashboard and the service it reads to an AppHost.</summary>
internal static class DashboardServices
{
    /// <summary>Before the orchestrator, whose resources need the addresses and among which the dashboard is one.</summary>
    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddSingleton(provider => DashboardSettings.Resolve(
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<PortRegistry>()));
        services.AddHostedService<ResourceServiceHost>();
        services.AddHostedService<DashboardLauncher>();
    }
}
