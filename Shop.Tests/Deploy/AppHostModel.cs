using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Deploy;

/// <summary>A service as it is said by the AppHost's manifest, or by what deploys it.</summary>
/// <param name="Name">What others call it.</param>
/// <param name="Image">The repository of its image, without a tag.</param>
/// <param name="Settings">
/// Its environment; what stands for something else in the form <c>secret:NAME</c>, <c>database:name</c> or <c>service:name</c>.
/// </param>
internal sealed record DeployedService(string Name, string Image, IReadOnlyDictionary<string, string> Settings)
{
    public const int Port = 8080;

    private const string ServicePrefix = "service:", DatabasePrefix = "database:";

    /// <summary>The services that it calls.</summary>
    public IReadOnlyList<string> Calls => [.. Values(ServicePrefix)];

    /// <summary>The database that it uses.</summary>
    public string Database => Values(DatabasePrefix).Single();

    public static string Secret(string parameter) => $"secret:{parameter.ToUpperInvariant().Replace('-', '_')}";

    public static string InDatabase(string name) => DatabasePrefix + name;

    public static string At(string service) => ServicePrefix + service;

    private IEnumerable<string> Values(string prefix) =>
        Settings.Values.Where(value => value.StartsWith(prefix, StringComparison.Ordinal)).Select(value => value[prefix.Length..]).Order(StringComparer.Ordinal);
}

/// <summary>What the AppHost publishes of a topology: the official manifest.</summary>
/// <param name="Services">The projects.</param>
/// <param name="PostgresImage">The database server's image.</param>
/// <param name="PostgresSettings">And its environment.</param>
internal sealed partial record AppHostModel(
    IReadOnlyList<DeployedService> Services, string PostgresImage, IReadOnlyDictionary<string, string> PostgresSettings)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<string, Lazy<Task<AppHostModel>>> Published = new();

    /// <summary>The databases of all services.</summary>
    public IEnumerable<string> Databases => Services.Select(service => service.Database).Order(StringComparer.Ordinal);

    /// <summary>What it publishes; it is asked once for each topology, however many tests want to know.</summary>
    /// <param name="topology">The setting <c>Shop:Topology</c>.</param>
    public static Task<AppHostModel> PublishAsync(string topology) => Published.GetOrAdd(topology, name => new(() => AskAsync(name))).Value;

    private static async Task<AppHostModel> AskAsync(string topology)
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "manifest.json");
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Projects.Shop_AppHost.ProjectPath, "bin", output.Parent!.Name, output.Name, "Shop.AppHost");
        await Command.RequireAsync(
            new(program, ["--operation", "publish", "--publisher", "manifest", "--output-path", file]) { Environment = { ["Shop__Topology"] = topology } }, Bound);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        return Read(manifest.RootElement.GetProperty("resources"));
    }

    private static AppHostModel Read(JsonElement resources)
    {
        var names = resources.EnumerateObject().Select(resource => resource.Name).ToList();
        var services = resources.EnumerateObject().Where(resource => resource.Value.GetProperty("type").GetString() == "project.v0").Select(resource => new DeployedService(
            resource.Name,
            // As Directory.Build.targets names it: Shop.ProductApi is shop/product-api.
            "shop/" + WordStart().Replace(Path.GetFileNameWithoutExtension(resource.Value.GetProperty("path").GetString()!)["Shop.".Length..], "-").ToLowerInvariant(),
            Environment(resource.Value, names)));
        var postgres = resources.GetProperty("postgres");
        return new([.. services], postgres.GetProperty("image").GetString()!, Environment(postgres, names));
    }

    private static Dictionary<string, string> Environment(JsonElement resource, IReadOnlyList<string> resources) =>
        resource.GetProperty("env").EnumerateObject()
            .Where(setting => !IsForOthers(setting.Name, resources))
            .ToDictionary(setting => setting.Name, setting => Meaning(setting.Value.GetString()!));

    /// <summary>
    /// Aspire says each reference a second time, in the way of programs that are not .NET's, and has https where nobody serves it: TLS ends
    /// before the services.
    /// </summary>
    private static bool IsForOthers(string setting, IReadOnlyList<string> resources) =>
        resources.Any(resource => resource != "postgres" && setting.StartsWith(resource.ToUpperInvariant().Replace('-', '_') + "_", StringComparison.Ordinal))
        || setting.Contains("__https__", StringComparison.Ordinal);

    private static string Meaning(string value)
    {
        if (Placeholder().Match(value) is not { Success: true } match) return value;
        var name = match.Groups["name"].Value;
        return match.Groups["what"].Value switch
        {
            "value" => DeployedService.Secret(name),
            "connectionString" => DeployedService.InDatabase(name),
            "bindings.http.url" => DeployedService.At(name),
            "bindings.http.targetPort" => $"{DeployedService.Port}",
            var other => throw new InvalidOperationException($"What is {other} of {name}?"),
        };
    }

    [GeneratedRegex(@"^\{(?<name>[^.}]+)\.(?<what>[^}]+)\}$")]
    private static partial Regex Placeholder();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
