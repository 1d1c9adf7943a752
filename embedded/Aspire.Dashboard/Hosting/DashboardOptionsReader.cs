using System.Security.Cryptography;

namespace Aspire.Dashboard.Hosting;

/// <summary>Reads the options from the official variables, their older names and the section <c>Dashboard</c>, and checks them.</summary>
internal static class DashboardOptionsReader
{
    private const int TokenBytes = 16;

    /// <exception cref="DashboardConfigurationException">A setting is missing, malformed or not supported.</exception>
    internal static DashboardOptions Read(IConfiguration configuration)
    {
        var options = Bind(configuration);
        options.Frontend.EndpointUrls = First(configuration, "ASPNETCORE_URLS", "URLS") ?? options.Frontend.EndpointUrls;

        // A dashboard inherits ASPIRE_… from its AppHost's launch profile; DOTNET_… is only ever meant for the dashboard itself,
        // and differs where the AppHost had to choose another port.
        options.Otlp.GrpcEndpointUrl = First(configuration, "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL") ?? options.Otlp.GrpcEndpointUrl;
        options.Otlp.HttpEndpointUrl = First(configuration, "DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL") ?? options.Otlp.HttpEndpointUrl;
        options.ResourceServiceClient.Url = First(configuration, "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "DOTNET_RESOURCE_SERVICE_ENDPOINT_URL") ?? options.ResourceServiceClient.Url;
        options.Api.Enabled = IsApiEnabled(configuration, options.Api.Enabled);

        if (Flag(configuration, "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS") == true)
        {
            options.Frontend.AuthMode = FrontendAuthMode.Unsecured;
            options.Otlp.AuthMode = ApiAuthMode.Unsecured;
            options.Api.AuthMode = ApiAuthMode.Unsecured;
        }
        if (options.Frontend.AuthMode == FrontendAuthMode.BrowserToken && string.IsNullOrEmpty(options.Frontend.BrowserToken))
        {
            options.Frontend.BrowserToken = NewToken();
            options.Frontend.IsTokenGenerated = true;
        }
        if (options.Api.AuthMode == ApiAuthMode.ApiKey && string.IsNullOrEmpty(options.Api.PrimaryApiKey))
            options.Api.PrimaryApiKey = NewToken();
        Check(options);
        return options;
    }

    private static DashboardOptions Bind(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(DashboardOptions.Section).Get<DashboardOptions>() ?? new DashboardOptions();
        }
        catch (InvalidOperationException e)
        {
            // The binder names the key; what it was given may be a secret and stays out.
            throw new DashboardConfigurationException($"{e.Message} Supported: Frontend:AuthMode BrowserToken or Unsecured; other AuthModes ApiKey or Unsecured.");
        }
    }

    private static void Check(DashboardOptions options)
    {
        if (options.Otlp.AuthMode == ApiAuthMode.ApiKey && string.IsNullOrEmpty(options.Otlp.PrimaryApiKey))
            throw new DashboardConfigurationException("Dashboard:Otlp:AuthMode is ApiKey, but Dashboard:Otlp:PrimaryApiKey is not set.");
        if (options.ResourceServiceClient is { Url: { Length: > 0 } url })
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw new DashboardConfigurationException($"ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL '{url}' is not an http or https URL.");
            if (options.ResourceServiceClient is { AuthMode: ApiAuthMode.ApiKey, ApiKey: null or "" })
                throw new DashboardConfigurationException("Dashboard:ResourceServiceClient:AuthMode is ApiKey, but Dashboard:ResourceServiceClient:ApiKey is not set.");
        }
    }

    private static bool IsApiEnabled(IConfiguration configuration, bool configured)
    {
        if (Flag(configuration, "ASPIRE_DASHBOARD_API_DISABLED", "Dashboard:Api:Disabled") is { } disabled)
            return !disabled;
        return Flag(configuration, "ASPIRE_DASHBOARD_API_ENABLED") ?? configured;
    }

    private static string? First(IConfiguration configuration, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (configuration[key] is { Length: > 0 } value)
                return value;
        }
        return null;
    }

    private static bool? Flag(IConfiguration configuration, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (configuration[key] is { Length: > 0 } value)
            {
                return value.ToLowerInvariant() switch
                {
                    "true" or "1" => true,
                    "false" or "0" => false,
                    _ => throw new DashboardConfigurationException($"{key} must be true or false, not '{value}'."),
                };
            }
        }
        return null;
    }

    /// <summary>32 lower-case hex digits, as all of Aspire's tokens.</summary>
    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
}
