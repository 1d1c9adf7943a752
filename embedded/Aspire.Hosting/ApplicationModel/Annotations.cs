namespace Aspire.Hosting.ApplicationModel;

/// <summary>How much of another resource is waited for.</summary>
public enum WaitType
{
    /// <summary>Until it runs and is healthy.</summary>
    WaitUntilHealthy,

    /// <summary>Until it has ended with the expected exit code.</summary>
    WaitForCompletion,

    /// <summary>Until it runs.</summary>
    WaitUntilStarted,
}

/// <summary>What a wait does when the other resource cannot be had.</summary>
public enum WaitBehavior
{
    /// <summary>Goes on waiting: it may be restarted.</summary>
    WaitOnResourceUnavailable,

    /// <summary>Gives up.</summary>
    StopOnResourceUnavailable,
}

/// <summary>The resource starts only after another.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="waitType">How much of it is waited for.</param>
/// <param name="exitCode">The exit code that counts as success.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>How much of it is waited for.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>What to do when it cannot be had; null for the default of the operation.</summary>
    public WaitBehavior? WaitBehavior { get; init; }

    /// <summary>The exit code that counts as success.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>How a resource relates to another, for user interfaces and for the order of stopping.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="type"><c>Parent</c>, <c>Reference</c>, <c>WaitFor</c> or a name of one's own.</param>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Kind of the relationship.</summary>
    public string Type { get; } = type;
}

/// <summary>The resource is healthy only if a registered health check passes.</summary>
/// <param name="key">Name under which the check is registered.</param>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>Name under which the check is registered.</summary>
    public string Key { get; } = key;
}

/// <summary>How many processes a resource has.</summary>
/// <param name="replicas">The number, at least 0.</param>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>The number.</summary>
    public int Replicas { get; } = replicas;
}

/// <summary>The resource starts only when told to by command.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;

/// <summary>The snapshot that a resource starts with.</summary>
/// <param name="initialSnapshot">The snapshot.</param>
public class ResourceSnapshotAnnotation(CustomResourceSnapshot initialSnapshot) : IResourceAnnotation
{
    /// <summary>The snapshot.</summary>
    public CustomResourceSnapshot InitialSnapshot { get; } = initialSnapshot;
}

/// <summary>The command line of an executable.</summary>
public sealed class ExecutableAnnotation : IResourceAnnotation
{
    /// <summary>The program.</summary>
    public required string Command { get; set; }

    /// <summary>The directory that it runs in.</summary>
    public required string WorkingDirectory { get; set; }
}

/// <summary>The resource sends its telemetry where the AppHost tells it to.</summary>
public class OtlpExporterAnnotation : IResourceAnnotation;

/// <summary>The resource takes its endpoints and variables from a named launch profile.</summary>
/// <param name="launchProfileName">Name of the profile.</param>
public sealed class LaunchProfileAnnotation(string launchProfileName) : IResourceAnnotation
{
    /// <summary>Name of the profile.</summary>
    public string LaunchProfileName { get; } = launchProfileName;
}

/// <summary>The resource takes nothing from launch profiles.</summary>
public sealed class ExcludeLaunchProfileAnnotation : IResourceAnnotation;
