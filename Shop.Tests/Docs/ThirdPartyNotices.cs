using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Shop.Tests.Hosting;

namespace Shop.Tests.Docs;

/// <summary>
/// <c>THIRD-PARTY-NOTICES.md</c> names every package that an image holds, as its lock file and its own description say.
/// <c>SHOP_UPDATE_NOTICES=1 dotnet test --project Shop.Tests --filter-class Shop.Tests.Docs.ThirdPartyNotices</c> writes its table anew.
/// </summary>
public sealed class ThirdPartyNotices
{
    private const string Heading = "| package | version | licence | copyright |\n|---|---|---|---|\n";

    /// <summary>What checks the code while it is built, and is in nothing that is shipped.</summary>
    private const string Analyzer = "Meziantou.Analyzer";

    /// <summary>Of the AppHost, which is not shipped.</summary>
    private const string OfTheAppHost = "Shop.Hosting.";

    /// <summary>Where a package says its licences that has no expression for them.</summary>
    private const string LicenceFile = "LICENSES.txt";

    private static readonly DirectoryInfo Root = RepositoryRoot.Find();

    [Fact]
    public async Task Every_package_that_is_shipped_is_named_with_its_licence()
    {
        var path = Path.Combine(Root.FullName, "THIRD-PARTY-NOTICES.md");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var start = text.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length;
        var end = text.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        var expected = Table();
        if (Environment.GetEnvironmentVariable("SHOP_UPDATE_NOTICES") == "1")
            await File.WriteAllTextAsync(path, text = text[..start] + expected + text[end..], TestContext.Current.CancellationToken);
        else
            Assert.Equal(expected, text[start..end]);

        // A licence that is named is there to be read, and a package's own is word for word.
        var rows = expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(" | ")).ToList();
        Assert.All(rows.Select(row => row[2]).Distinct(), licence => Assert.Contains($"\n## {licence}\n", text, StringComparison.Ordinal));
        foreach (var own in rows.Where(row => row[2].StartsWith(LicenceFile, StringComparison.Ordinal)))
        {
            var licence = await File.ReadAllTextAsync(Path.Combine(Cached(own[0].TrimStart('|', ' '), own[1]), LicenceFile), TestContext.Current.CancellationToken);
            Assert.Contains(licence.ReplaceLineEndings("\n").Trim(), text, StringComparison.Ordinal);
        }
    }

    private static string Table()
    {
        var packages = Root.EnumerateDirectories("Shop.*").Where(project => !project.Name.StartsWith(OfTheAppHost, StringComparison.Ordinal))
            .Select(project => Path.Combine(project.FullName, "packages.lock.json")).Where(File.Exists).SelectMany(Packages)
            .Where(package => package.Name != Analyzer).Distinct().OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase);
        var table = new StringBuilder();
        foreach (var (name, version) in packages)
        {
            var (licence, copyright) = Described(name, version);
            table.Append($"| {name} | {version} | {licence} | {copyright} |\n");
        }

        return table.ToString();
    }

    private static List<(string Name, string Version)> Packages(string lockFile)
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(lockFile));
        return
        [
            .. locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!)),
        ];
    }

    private static (string Licence, string Copyright) Described(string name, string version)
    {
        var metadata = XDocument.Load(Path.Combine(Cached(name, version), $"{name.ToLowerInvariant()}.nuspec")).Root!.Elements().First().Elements()
            .ToLookup(element => element.Name.LocalName, element => element.Value.Trim());
        // Where a package claims no copyright its authors are named.
        var copyright = metadata["copyright"].Concat(metadata["authors"]).First();
        return (metadata["license"].SingleOrDefault() ?? $"{LicenceFile} of {name}", copyright.Replace("|", "/", StringComparison.Ordinal).ReplaceLineEndings(" "));
    }

    /// <summary>Where a package is on this machine.</summary>
    private static string Cached(string name, string version)
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(cache, name.ToLowerInvariant(), version.ToLowerInvariant());
    }
}
