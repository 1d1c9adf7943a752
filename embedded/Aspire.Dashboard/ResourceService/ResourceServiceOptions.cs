using Aspire.Dashboard.Hosting;

namespace Aspire.Dashboard.ResourceService;

/// <summary>Where the AppHost's resource service is, and what it wants to be shown.</summary>
/// <param name="Address">Address of <c>aspire.v1.DashboardService</c>; null where the dashboard runs alone.</param>
/// <param name="ApiKey">Value of the header <c>x-resource-service-api-key</c>; null where the service asks for none.</param>
internal sealed record ResourceServiceOptions(Uri? Address, string? ApiKey)
{
    private const string Section = "Dashboard:ResourceServiceClient";

    /// <summary>Reads the official variables of a dashboard process.</summary>
    /// <exception cref="DashboardConfigurationException">The address is not an absolute http(s) address, or a key is demanded and missing.</exception>
    internal static ResourceServiceOptions From(IConfiguration configuration)
    {
        var text = configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]
            ?? configuration["DOTNET_RESOURCE_SERVICE_ENDPOINT_URL"]
            ?? configuration[$"{Section}:Url"];
        if (string.IsNullOrWhiteSpace(text))
            return new ResourceServiceOptions(null, null);

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new DashboardConfigurationException(
                $"ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL is '{text}': an absolute address that begins with http:// or https:// is needed.");
        }

        var key = configuration[$"{Section}:ApiKey"];
        var wantsKey = string.Equals(configuration[$"{Section}:AuthMode"], "ApiKey", StringComparison.OrdinalIgnoreCase);
        if (wantsKey && string.IsNullOrEmpty(key))
        {
            throw new DashboardConfigurationException(
                "DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE is ApiKey, but DASHBOARD__RESOURCESERVICECLIENT__APIKEY is not set.");
        }

        return new ResourceServiceOptions(address, string.IsNullOrEmpty(key) ? null : key);
    }
}
