using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Shop.Tests.Hosting;

namespace Shop.Tests.Deploy;

/// <summary>What <c>dotnet publish -t:PublishContainer</c> makes of a project, on a base that holds next to nothing.</summary>
public sealed class Images
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);
    private static readonly string Root = RepositoryRoot.Find().FullName;

    private static string Version => XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    [Theory]
    [InlineData("Shop.ProductApi", "shop/product-api")]
    [InlineData("Shop.Monolith", "shop/monolith")]
    public async Task An_image_says_what_it_is_and_runs_as_nobody_in_particular(string project, string repository)
    {
        var (tags, config, files) = await PublishAsync(project);

        Assert.Equal($"{repository}:{Version}", tags.Single());
        var run = config.GetProperty("config");
        Assert.Equal("1654", run.GetProperty("User").GetString());
        Assert.Equal(["8080/tcp"], run.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name));
        Assert.Contains("ASPNETCORE_HTTP_PORTS=8080", run.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()));
        Assert.Equal(["dotnet", $"/app/{project}.dll"], run.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal(Version, run.GetProperty("Labels").GetProperty("org.opencontainers.image.version").GetString());
        Assert.Equal("MIT", run.GetProperty("Labels").GetProperty("org.opencontainers.image.licenses").GetString());
        foreach (var file in (string[])[$"{project}.dll", "appsettings.json", "LICENSE", "THIRD-PARTY-NOTICES.md"]) Assert.Single(files, $"app/{file}");
        Assert.DoesNotContain(files, file => file.Contains("launchSettings", StringComparison.Ordinal) || file.Contains("appsettings.Development", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_manifest_runs_this_version()
    {
        var images = Directory.EnumerateFiles(Path.Combine(Root, "deploy"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Select(line => line.Trim()).Where(line => line.StartsWith("image: shop/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(images);
        Assert.All(images, image => Assert.EndsWith($":{Version}", image, StringComparison.Ordinal));
    }

    private static async Task<(IReadOnlyList<string?> Tags, JsonElement Config, IReadOnlyList<string> Files)> PublishAsync(string project)
    {
        using var directory = new TemporaryDirectory();
        await using var registry = await BaseRegistry.StartAsync();
        var archive = Path.Combine(directory.Path, "image.tar");
        // What the build of the tests has left, so that nothing is built twice and nobody's build is disturbed.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await Command.RequireAsync(
            new(
                "dotnet",
                [
                    "publish", Path.Combine(Root, project), "--no-build", "-c", configuration, "-t:PublishContainer", "--nologo", $"-p:ContainerBaseImage={registry.Image}",
                    $"-p:ContainerArchiveOutputPath={archive}", $"-p:PublishDir={directory.Path}/published/",
                ]),
            Bound);
        return Read(archive);
    }

    /// <summary>In the form of <c>docker save</c>: a list of images, their configurations, and their layers.</summary>
    private static (IReadOnlyList<string?> Tags, JsonElement Config, IReadOnlyList<string> Files) Read(string archive)
    {
        var parts = new Dictionary<string, byte[]>();
        using (var tar = new TarReader(File.OpenRead(archive)))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is null) continue;
                using var content = new MemoryStream();
                entry.DataStream.CopyTo(content);
                parts[entry.Name] = content.ToArray();
            }
        }

        using var manifest = JsonDocument.Parse(parts["manifest.json"]);
        var image = manifest.RootElement.EnumerateArray().Single();
        using var config = JsonDocument.Parse(parts[image.GetProperty("Config").GetString()!]);
        var files = image.GetProperty("Layers").EnumerateArray().SelectMany(layer => FilesOf(parts[layer.GetString()!]));
        return ([.. image.GetProperty("RepoTags").EnumerateArray().Select(tag => tag.GetString())], config.RootElement.Clone(), [.. files]);
    }

    private static List<string> FilesOf(byte[] layer)
    {
        using var tar = new TarReader(new GZipStream(new MemoryStream(layer), CompressionMode.Decompress));
        var files = new List<string>();
        while (tar.GetNextEntry() is { } entry) files.Add(entry.Name.TrimStart('/'));
        return files;
    }
}
