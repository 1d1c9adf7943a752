using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace Shop.Hosting.LocalPostgres;

/// <summary>An installation of PostgreSQL: a directory with <c>postgres</c> and <c>initdb</c>.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Version">What the server says of itself, as <c>15.8</c>.</param>
/// <param name="Source">Where it was found, for the console and the dashboard.</param>
internal sealed partial record PostgresBinaries(string Directory, string Version, string Source)
{
    /// <summary>Configuration key of the directory; as a variable <c>Postgres__BinDir</c>.</summary>
    public const string ConfigurationKey = "Postgres:BinDir";

    /// <summary>The oldest major version that is used.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] InstallationRoots =
        ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL", "/Applications/Postgres.app/Contents/Versions"];

    private static readonly TimeSpan VersionBound = TimeSpan.FromSeconds(5);

    /// <summary>The major version, as in a data directory's <c>PG_VERSION</c>.</summary>
    public int Major => int.Parse(Version.Split('.')[0], CultureInfo.InvariantCulture);

    /// <summary>The server.</summary>
    public string Postgres => Path.Combine(Directory, "postgres");

    /// <summary>The program that makes a data directory.</summary>
    public string InitDb => Path.Combine(Directory, "initdb");

    /// <inheritdoc/>
    public override string ToString() => $"PostgreSQL {Version} ({Source}: {Directory})";

    /// <summary>The configured installation, else one in <c>PATH</c>, else one where systems install it; null where there is none.</summary>
    /// <param name="configuration">The AppHost's configuration.</param>
    /// <exception cref="DistributedApplicationException">The configured directory holds no usable installation.</exception>
    public static PostgresBinaries? Find(IConfiguration configuration)
    {
        if (configuration[ConfigurationKey] is { Length: > 0 } configured)
        {
            return In(configured, "configured") ?? throw new DistributedApplicationException(
                $"'{ConfigurationKey}' is '{configured}', but there are no 'postgres' and 'initdb' of version {OldestMajor} or newer in it.");
        }

        return Candidates().Select(directory => In(directory, "installed")).FirstOrDefault(found => found is not null);
    }

    /// <summary>The installation in a directory, or null where it is missing or too old.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="source">Where it was found.</param>
    public static PostgresBinaries? In(string directory, string source)
    {
        var candidate = new PostgresBinaries(directory, "", source);
        if (!File.Exists(candidate.Postgres) || !File.Exists(candidate.InitDb) || VersionOf(candidate.Postgres) is not { } version) return null;
        var found = candidate with { Version = version };
        return found.Major >= OldestMajor ? found : null;
    }

    private static IEnumerable<string> Candidates()
    {
        if (CommandLine.Find("postgres") is { } inPath)
            yield return Path.GetDirectoryName(new FileInfo(inPath).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? inPath)!;
        foreach (var root in InstallationRoots.Where(System.IO.Directory.Exists))
        {
            // Homebrew keeps every program there.
            var pattern = root.EndsWith("/opt", StringComparison.Ordinal) ? "postgresql*" : "*";
            foreach (var installation in System.IO.Directory.GetDirectories(root, pattern).OrderByDescending(NumberIn))
                yield return Path.Combine(installation, "bin");
        }
    }

    private static int NumberIn(string path) =>
        int.TryParse(FirstNumber().Match(Path.GetFileName(path)).Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? VersionOf(string postgres)
    {
        // Whatever does not run here, as a program for another processor, has no version.
        if (Task.Run(() => CommandLine.TryRunAsync([postgres, "--version"], VersionBound)).GetAwaiter().GetResult() is not (0, var output)) return null;
        var version = VersionNumber().Match(output);
        return version.Success ? version.Value : null;
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
