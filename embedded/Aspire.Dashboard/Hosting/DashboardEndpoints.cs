using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aspire.Dashboard.Hosting;

/// <summary>The ports: pages, OTLP/gRPC and OTLP/HTTP, each with the protocols that its callers speak.</summary>
internal static class DashboardEndpoints
{
    private const double MinBodyBytesPerSecond = 4_096;

    private static readonly TimeSpan BodyGracePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Listens where the options say and nowhere else.</summary>
    internal static WebApplicationBuilder ListenOn(this WebApplicationBuilder builder, DashboardOptions options)
    {
        var frontend = ListenAddress.Parse("ASPNETCORE_URLS", options.Frontend.EndpointUrls);
        var grpc = ListenAddress.Parse("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", options.Otlp.GrpcEndpointUrl);
        var http = ListenAddress.Parse("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", options.Otlp.HttpEndpointUrl);
        CheckPortsDiffer([.. frontend, .. grpc, .. http]);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // A sender that trickles its bytes must not keep one of the few places for others.
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(MinBodyBytesPerSecond, BodyGracePeriod);
            Listen(kestrel, frontend, EndpointRole.Frontend, HttpProtocols.Http1AndHttp2);

            // Without TLS there is no negotiation: a port speaks HTTP/2, which gRPC needs, or HTTP/1.1, which OTLP/HTTP senders use.
            Listen(kestrel, grpc, EndpointRole.OtlpGrpc, HttpProtocols.Http2);
            Listen(kestrel, http, EndpointRole.OtlpHttp, HttpProtocols.Http1AndHttp2);
        });
        return builder;
    }

    private static void Listen(KestrelServerOptions kestrel, IReadOnlyList<ListenAddress> addresses, EndpointRole role, HttpProtocols protocols)
    {
        foreach (var address in addresses)
        {
            address.Listen(kestrel, options =>
            {
                options.HasRole(role);
                // HTTP/1.1 and HTTP/2 on one port need TLS to choose; in clear text Kestrel would warn and speak HTTP/1.1.
                options.Protocols = protocols == HttpProtocols.Http1AndHttp2 && address.Uri.Scheme == Uri.UriSchemeHttp ? HttpProtocols.Http1 : protocols;
            });
        }
    }

    private static void CheckPortsDiffer(IReadOnlyList<ListenAddress> addresses)
    {
        var shared = addresses.Where(static address => address.Port != 0).GroupBy(static address => (address.Port, address.Uri.Host)).FirstOrDefault(static group => group.Count() > 1);
        if (shared is not null)
            throw new DashboardConfigurationException($"{string.Join(" and ", shared.Select(static address => address.Setting))} name the same port {shared.Key.Port}; each needs its own.");
    }
}
