using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.ServiceDefaults.Platform;

/// <summary>What a platform asks of whatever it runs as a container: the port to listen on, and an end in time.</summary>
internal static class PlatformDefaults
{
    /// <summary>The container contract of Knative, which Cloud Run has as well: the port that requests are sent to.</summary>
    private const string PortKey = "PORT";

    /// <summary>
    /// How long requests have to end. Telemetry may take two seconds more, and a platform that stops a container kills it after ten at the
    /// soonest (docker stop, Cloud Run).
    /// </summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(6);

    public static void AddPlatform(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);

        // Addresses that somebody has chosen, as the AppHost and launch profiles do, are better known than a platform's port.
        if (builder.Configuration[PortKey] is { Length: > 0 } port && builder.Configuration[WebHostDefaults.ServerUrlsKey] is null or "")
            builder.Configuration[WebHostDefaults.HttpPortsKey] = port;
    }
}
