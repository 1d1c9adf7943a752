using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of a resource instance at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>Kind of the resource, as <c>Project</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Further facts by name, as the path of a project or the id of a process.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When the resource became known, UTC.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When it was last started, UTC.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it last ended, UTC.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>The state; see <see cref="KnownResourceStates"/>.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>What the process ended with.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether user interfaces leave it out.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Healthy when running with all checks passing; null while not running.</summary>
    public HealthStatus? HealthStatus => ComputeHealth();

    /// <summary>Latest result of each health check.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    /// <summary>The environment that the process was started with.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>Where the resource is reached.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>Directories that outlive the process.</summary>
    public ImmutableArray<VolumeSnapshot> Volumes { get; init; } = [];

    /// <summary>What can be done with it now.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>How it relates to other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Whether the resource was announced as ready: running, healthy, and all handlers of that event are done.</summary>
    internal bool IsReady { get; init; }

    private HealthStatus? ComputeHealth()
    {
        if (State?.Text != KnownResourceStates.Running)
            return null;
        if (HealthReports.Length == 0)
            return Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy;
        return HealthReports.Min(r => r.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);
    }
}

/// <summary>A state with a hint how to show it.</summary>
/// <param name="Text">The state; see <see cref="KnownResourceStates"/>.</param>
/// <param name="Style">See <see cref="KnownResourceStateStyles"/>; null for none.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    /// <param name="s">The state.</param>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, null);
}

/// <summary>A variable of a process.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="IsFromSpec">Whether the application model set it, rather than the environment of the AppHost.</param>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

/// <summary>An address of a resource.</summary>
/// <param name="Name">Name of the endpoint.</param>
/// <param name="Url">The URL.</param>
/// <param name="IsInternal">Whether it is left out of overviews.</param>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>Whether nothing listens there at present.</summary>
    public bool IsInactive { get; init; }

    /// <summary>How to show it.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();
}

/// <summary>How a URL is shown.</summary>
/// <param name="DisplayName">Text in place of the URL.</param>
/// <param name="SortOrder">Higher comes first.</param>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);

/// <summary>A directory that outlives the process.</summary>
/// <param name="Source">Where it lies.</param>
/// <param name="Target">Where the process sees it.</param>
/// <param name="MountType"><c>bind</c> or <c>volume</c>.</param>
/// <param name="IsReadOnly">Whether it is only read.</param>
public sealed record VolumeSnapshot(string? Source, string Target, string MountType, bool IsReadOnly);

/// <summary>How a resource relates to another.</summary>
/// <param name="ResourceName">The other resource.</param>
/// <param name="Type"><c>Parent</c>, <c>Reference</c>, <c>WaitFor</c> or a name of one's own.</param>
public sealed record RelationshipSnapshot(string ResourceName, string Type);

/// <summary>A fact about a resource.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>Whether user interfaces hide the value until asked.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>Latest result of a health check.</summary>
/// <param name="Name">Key of the check.</param>
/// <param name="Status">The result; null before the first one.</param>
/// <param name="Description">What the check said.</param>
/// <param name="ExceptionText">What it failed with.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>When the check last ran, UTC.</summary>
    public DateTime? LastRunAt { get; init; }
}
