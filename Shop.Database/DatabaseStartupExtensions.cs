using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.Database;

/// <summary>Registers what has to happen to a database before its module is ready.</summary>
public static class DatabaseStartupExtensions
{
    /// <summary>Runs the startup in the background and holds the host's readiness (<c>/health</c>) until it is done.</summary>
    /// <typeparam name="TContext">The context whose migrations are applied.</typeparam>
    /// <typeparam name="TStartup">What prepares the database.</typeparam>
    /// <param name="builder">The host under construction.</param>
    /// <param name="healthCheck">The name of the check, as <c>/health</c> reports it.</param>
    public static void AddDatabaseStartup<TContext, TStartup>(this IHostApplicationBuilder builder, string healthCheck)
        where TContext : DbContext
        where TStartup : DatabaseStartup<TContext>
    {
        builder.Services.AddSingleton<TStartup>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TStartup>());
        builder.Services.AddHealthChecks().AddCheck<TStartup>(healthCheck);
    }
}
