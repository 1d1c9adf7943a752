using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.Database;

/// <summary>Registers what has to happen to a database before its module is ready.</summary>
public static class DatabaseStartupExtensions
{
    /// <summary>The name of Npgsql's activity source and meter.</summary>
    private const string TelemetryName = "Npgsql";

    /// <summary>
    /// Runs the startup in the background and holds the host's readiness (<c>/health</c>) until it is done. What the module does to
    /// its database is in the host's traces and metrics.
    /// </summary>
    /// <typeparam name="TStartup">What prepares the database.</typeparam>
    /// <param name="builder">The host under construction.</param>
    /// <param name="healthCheck">The name of the check, as <c>/health</c> reports it.</param>
    public static void AddDatabaseStartup<TStartup>(this IHostApplicationBuilder builder, string healthCheck)
        where TStartup : DatabaseStartup
    {
        builder.Services.AddSingleton<TStartup>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TStartup>());
        builder.Services.AddHealthChecks().AddCheck<TStartup>(healthCheck);
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(TelemetryName))
            .WithMetrics(metrics => metrics.AddMeter(TelemetryName));
    }
}
