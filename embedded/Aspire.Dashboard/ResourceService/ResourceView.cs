using Aspire.DashboardService.Proto.V1;

namespace Aspire.Dashboard.ResourceService;

/// <summary>How healthy a resource is; null in its place means that nothing can be said.</summary>
public enum ResourceHealth
{
    /// <summary>All checks pass.</summary>
    Healthy,

    /// <summary>Works, with limits.</summary>
    Degraded,

    /// <summary>A check fails or has not run yet.</summary>
    Unhealthy,
}

/// <summary>One resource as the AppHost last described it, with what the pages derive from that.</summary>
public sealed class ResourceView(Resource resource)
{
    private const string RunningState = "Running";

    /// <summary>Unique name.</summary>
    public string Name { get; } = resource.Name;

    /// <summary>Name that replicas share.</summary>
    public string DisplayName { get; } = string.IsNullOrEmpty(resource.DisplayName) ? resource.Name : resource.DisplayName;

    /// <summary>"Project", "Container", "Executable", or what an integration chose.</summary>
    public string Type { get; } = resource.ResourceType;

    /// <summary>State in the AppHost's words; "Unknown" where it says nothing.</summary>
    public string State { get; } = string.IsNullOrEmpty(resource.State) ? "Unknown" : resource.State;

    /// <summary>"success", "info", "warning", "error", or null.</summary>
    public string? StateStyle { get; } = resource.HasStateStyle ? resource.StateStyle : null;

    /// <summary>The tables leave it out.</summary>
    public bool IsHidden { get; } = resource.IsHidden || resource.State == "Hidden";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; } = resource.CreatedAt?.ToDateTimeOffset();

    /// <summary>When its process began.</summary>
    public DateTimeOffset? StartedAt { get; } = resource.StartedAt?.ToDateTimeOffset();

    /// <summary>When its process ended.</summary>
    public DateTimeOffset? StoppedAt { get; } = resource.StoppedAt?.ToDateTimeOffset();

    /// <summary>Commands that are not hidden.</summary>
    public IReadOnlyList<ResourceCommand> Commands { get; } =
        [.. resource.Commands.Where(c => c.State != ResourceCommandState.Hidden)];

    /// <summary>Addresses in the order in which they are shown.</summary>
    public IReadOnlyList<Url> Urls { get; } =
        [.. resource.Urls.Where(u => !u.IsInactive).OrderByDescending(u => u.DisplayProperties?.SortOrder ?? 0).ThenBy(u => u.FullUrl)];

    /// <summary>Environment variables by name.</summary>
    public IReadOnlyList<EnvironmentVariable> Environment { get; } = [.. resource.Environment.OrderBy(e => e.Name, StringComparer.Ordinal)];

    /// <summary>What has no field of its own.</summary>
    public IReadOnlyList<ResourceProperty> Properties { get; } = [.. resource.Properties];

    /// <summary>Health checks by key.</summary>
    public IReadOnlyList<HealthReport> HealthReports { get; } = [.. resource.HealthReports.OrderBy(h => h.Key, StringComparer.Ordinal)];

    /// <summary>Ties to other resources, which are named by display name.</summary>
    public IReadOnlyList<ResourceRelationship> Relationships { get; } = [.. resource.Relationships.Distinct()];

    /// <summary>Mounted volumes.</summary>
    public IReadOnlyList<Volume> Volumes { get; } = [.. resource.Volumes];

    /// <summary>Worst of the checks while the resource runs; null otherwise.</summary>
    public ResourceHealth? Health
    {
        get
        {
            if (State != RunningState)
                return null;

            return HealthReports.Aggregate(ResourceHealth.Healthy, (worst, report) =>
                (ResourceHealth)Math.Max((int)worst, (int)HealthOf(report)));
        }
    }

    /// <summary>Exit code of a process that ended; null where it runs or never did.</summary>
    public int? ExitCode => int.TryParse(Property("resource.exitCode"), out var code) ? code : null;

    /// <summary>Unique or display name of the resource that this one belongs to; null for a top one.</summary>
    public string? ParentName =>
        Property("resource.parentName") is { Length: > 0 } parent
            ? parent
            : Relationships.FirstOrDefault(r => r.Type == "Parent")?.ResourceName;

    /// <summary>Where it comes from: project file, image, command line; null where nothing is known.</summary>
    public string? Source =>
        Property("resource.source")
        ?? (Property("project.path") is { } path ? FileName(path) : null)
        ?? Property("container.image")
        ?? CommandLine();

    /// <summary>The whole source, for a tooltip.</summary>
    public string? FullSource => Property("project.path") ?? Property("container.image") ?? CommandLine();

    /// <summary>A property's value as text; null where it is missing or empty.</summary>
    public string? Property(string name)
    {
        var value = Properties.FirstOrDefault(p => p.Name == name)?.Value;
        var text = value is null ? null : PropertyText.Of(value);
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Health that one report stands for; a check that has not run counts as unhealthy.</summary>
    internal static ResourceHealth HealthOf(HealthReport report) => report switch
    {
        { HasStatus: false } => ResourceHealth.Unhealthy,
        { Status: HealthStatus.Healthy } => ResourceHealth.Healthy,
        { Status: HealthStatus.Degraded } => ResourceHealth.Degraded,
        _ => ResourceHealth.Unhealthy,
    };

    private static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private string? CommandLine() =>
        Property("executable.path") is { } path ? $"{FileName(path)} {Property("executable.args")}".TrimEnd() : null;
}
