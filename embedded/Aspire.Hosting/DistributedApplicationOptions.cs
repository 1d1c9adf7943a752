namespace Aspire.Hosting;

/// <summary>How an application is put together.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>Command line of the AppHost.</summary>
    public string[]? Args { get; set; }

    /// <summary>Name of the AppHost's assembly; the entry assembly by default.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>Directory of the AppHost project; what its assembly says by default.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether to do without the dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Name of the application in the dashboard.</summary>
    public string? DashboardApplicationName { get; set; }

    /// <summary>Whether plain http is allowed for the dashboard and its sources.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Whether the console output of resources also goes to the log of the AppHost.</summary>
    public bool EnableResourceLogging { get; set; }
}
