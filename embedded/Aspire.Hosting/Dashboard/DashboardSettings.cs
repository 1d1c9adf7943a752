using System.Security.Cryptography;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Where the dashboard, its OTLP endpoints and the resource service are reached, and the keys that open them: from the variables
/// of the AppHost's launch profile, with the next free port where one is taken and a new key where none is given.
/// </summary>
internal sealed class DashboardSettings
{
    private const string OtlpGrpcKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string OtlpHttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string OtlpApiKeyKey = "AppHost:OtlpApiKey";
    private const string ApiKeyKey = "AppHost:DashboardApiKey";
    private const int KeyLength = 32;

    private DashboardSettings(IConfiguration configuration, PortRegistry ports)
    {
        FrontendUrl = Free(configuration["ASPNETCORE_URLS"]?.Split(';')[0], ports, Moved) ?? Loopback(ports.AcquireAny());
        ResourceServiceUrl = Free(configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"], ports, Moved) ?? Loopback(ports.AcquireAny());
        OtlpGrpcUrl = Free(configuration[OtlpGrpcKey], ports, Moved);
        OtlpHttpUrl = Free(configuration[OtlpHttpKey], ports, Moved);
        if (OtlpGrpcUrl is null && OtlpHttpUrl is null) OtlpGrpcUrl = Loopback(ports.AcquireAny());
        OtlpGrpcListenUrl = OtlpGrpcUrl ?? Loopback(ports.AcquireAny());
        OtlpHttpListenUrl = OtlpHttpUrl ?? Loopback(ports.AcquireAny());

        IsAnonymous = configuration.GetValue("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", false);
        BrowserToken = Given(configuration["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"], configuration["AppHost:BrowserToken"]);
        ResourceServiceApiKey = Given(configuration["ASPIRE_DASHBOARD_RESOURCESERVICE_APIKEY"], configuration["AppHost:ResourceService:ApiKey"]);
        OtlpApiKey = Given(configuration[OtlpApiKeyKey]);
        ApiKey = Given(configuration[ApiKeyKey]);

        // What the resources are told of telemetry is read from the configuration: it has to name the ports that were really taken.
        configuration[OtlpGrpcKey] = OtlpGrpcUrl?.ToString().TrimEnd('/');
        configuration[OtlpHttpKey] = OtlpHttpUrl?.ToString().TrimEnd('/');
        if (!IsAnonymous) (configuration[OtlpApiKeyKey], configuration[ApiKeyKey]) = (OtlpApiKey, ApiKey);

        void Moved(Uri wanted, Uri got) => MovedPorts.Add((wanted, got));
    }

    public Uri FrontendUrl { get; }

    public Uri ResourceServiceUrl { get; }

    /// <summary>Where resources send to over gRPC, where they are to.</summary>
    public Uri? OtlpGrpcUrl { get; }

    /// <summary>Where resources send to over HTTP, where they are to.</summary>
    public Uri? OtlpHttpUrl { get; }

    /// <summary>Where the dashboard listens for gRPC: told nothing it would take its usual port, which a second one cannot have.</summary>
    public Uri OtlpGrpcListenUrl { get; }

    /// <summary>Where the dashboard listens for HTTP.</summary>
    public Uri OtlpHttpListenUrl { get; }

    /// <summary>Whether no key is asked for anywhere.</summary>
    public bool IsAnonymous { get; }

    public string BrowserToken { get; }

    public string ResourceServiceApiKey { get; }

    public string OtlpApiKey { get; }

    /// <summary>Opens the dashboard's telemetry API, for scripts and tests.</summary>
    public string ApiKey { get; }

    /// <summary>Addresses that were taken by somebody else, and what is used in their place.</summary>
    public List<(Uri Wanted, Uri Got)> MovedPorts { get; } = [];

    /// <summary>The address to open in a browser.</summary>
    public string LoginUrl => IsAnonymous ? Text(FrontendUrl) : $"{Text(FrontendUrl)}/login?t={BrowserToken}";

    public static DashboardSettings Resolve(IConfiguration configuration, PortRegistry ports) => new(configuration, ports);

    public static string Text(Uri url) => url.ToString().TrimEnd('/');

    private static string Given(params string?[] candidates) =>
        candidates.FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate)) ?? RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);

    private static Uri Loopback(int port) => new($"http://localhost:{port}");

    private static Uri? Free(string? url, PortRegistry ports, Action<Uri, Uri> moved)
    {
        if (string.IsNullOrWhiteSpace(url)) return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var wanted) || wanted.Scheme is not ("http" or "https"))
            throw new DistributedApplicationException($"'{url}' is not an http address. See the AppHost's launch profile.");
        var port = wanted.Port == 0 ? ports.AcquireAny() : ports.AcquireFrom(wanted.Port);
        if (port == wanted.Port) return wanted;
        var got = new UriBuilder(wanted) { Port = port }.Uri;
        if (wanted.Port != 0) moved(wanted, got);
        return got;
    }
}
