namespace Aspire.Dashboard.Hosting;

/// <summary>How people prove who they are.</summary>
internal enum FrontendAuthMode
{
    /// <summary>A secret link, then a cookie.</summary>
    BrowserToken,

    /// <summary>Everybody who reaches the port sees everything.</summary>
    Unsecured,
}

/// <summary>How programs prove who they are.</summary>
internal enum ApiAuthMode
{
    ApiKey,
    Unsecured,
}

/// <summary>
/// The section <c>Dashboard</c>, with the official names (https://aspire.dev/dashboard/configuration/). A value that the
/// official dashboard knows and this one does not support is refused at the start rather than ignored.
/// </summary>
internal sealed class DashboardOptions
{
    internal const string Section = "Dashboard";

    /// <summary>Shown as the title; the AppHost names its application otherwise.</summary>
    public string? ApplicationName { get; set; }

    public FrontendOptions Frontend { get; set; } = new();

    public OtlpOptions Otlp { get; set; } = new();

    public ApiOptions Api { get; set; } = new();

    public ResourceServiceClientOptions ResourceServiceClient { get; set; } = new();
}

/// <summary>Pages.</summary>
internal sealed class FrontendOptions
{
    /// <summary>Where to listen, separated by semicolons.</summary>
    public string EndpointUrls { get; set; } = "http://localhost:18888";

    public FrontendAuthMode AuthMode { get; set; } = FrontendAuthMode.BrowserToken;

    /// <summary>The secret of the login link; a new one each start where none is given.</summary>
    public string? BrowserToken { get; set; }

    /// <summary>Whether the token was made up here, so that nobody knows it unless it is printed.</summary>
    internal bool IsTokenGenerated { get; set; }
}

/// <summary>Receiving telemetry.</summary>
internal sealed class OtlpOptions
{
    public string GrpcEndpointUrl { get; set; } = "http://localhost:18889";

    public string HttpEndpointUrl { get; set; } = "http://localhost:18890";

    public ApiAuthMode AuthMode { get; set; } = ApiAuthMode.Unsecured;

    public string? PrimaryApiKey { get; set; }

    /// <summary>Accepted too, so that a key can be changed without losing telemetry.</summary>
    public string? SecondaryApiKey { get; set; }
}

/// <summary>The telemetry API.</summary>
internal sealed class ApiOptions
{
    public bool Enabled { get; set; } = true;

    public ApiAuthMode AuthMode { get; set; } = ApiAuthMode.ApiKey;

    /// <summary>With none given in mode ApiKey a random one is made up, which is to say that nobody gets in.</summary>
    public string? PrimaryApiKey { get; set; }

    public string? SecondaryApiKey { get; set; }
}

/// <summary>The AppHost's resource service, of which the dashboard is a client.</summary>
internal sealed class ResourceServiceClientOptions
{
    /// <summary>Null where the dashboard runs without an AppHost.</summary>
    public string? Url { get; set; }

    public ApiAuthMode AuthMode { get; set; } = ApiAuthMode.ApiKey;

    public string? ApiKey { get; set; }
}
