using System.Text.Json.Nodes;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class ManifestTests
{
    [Fact]
    public async Task A_manifest_has_every_resource_with_expressions_in_place_of_values()
    {
        // Beside the AppHost, as paths in a manifest are relative to it.
        var path = Path.Combine(HostDirectory, "bin", $"manifest-{Guid.NewGuid():N}.json");
        using var host = HostProcess.Start("--publisher", "manifest", "--output-path", path);
        Assert.Equal(0, await host.ExitAsync());
        var resources = JsonNode.Parse(await File.ReadAllTextAsync(path, Soon))!["resources"]!;
        File.Delete(path);

        Assert.Equal(
            ["first", "postgres", "postgres-password", "postgres-password-uri-encoded", "second", "things"],
            resources.AsObject().Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Server), resources["postgres"]), resources["postgres"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Password), resources["postgres-password"]), resources["postgres-password"]!.ToJsonString());
        Assert.Equal("{postgres.connectionString};Database=things", (string?)resources["things"]!["connectionString"]);
        var first = resources["first"]!;
        Assert.Equal("project.v0", (string?)first["type"]);
        Assert.Equal("../../Embedded.TestService/Embedded.TestService.csproj", (string?)first["path"]);
        Assert.Equal("{first.bindings.http.targetPort}", (string?)first["env"]!["HTTP_PORTS"]);
        Assert.Equal(
            "postgresql://postgres:{postgres-password-uri-encoded.value}@{postgres.bindings.tcp.host}:{postgres.bindings.tcp.port}/things",
            (string?)first["env"]!["THINGS_URI"]);
        Assert.Equal("{first.bindings.http.url}", (string?)resources["second"]!["env"]!["services__first__http__0"]);
    }

    [Fact]
    public async Task A_manifest_without_a_path_is_refused_in_one_line()
    {
        using var host = HostProcess.Start("--publisher", "manifest");

        Assert.Equal(1, await host.ExitAsync());
        await UntilAsync(() => host.Output.Contains("--output-path", StringComparison.Ordinal), () => $"the reason\n{host.Output}");
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    // What official Aspire 13 writes for this model; the order of members has no meaning.
    private const string Server = """
        {
          "type": "container.v0",
          "connectionString": "Host={postgres.bindings.tcp.host};Port={postgres.bindings.tcp.port};Username=postgres;Password={postgres-password.value}",
          "image": "docker.io/library/postgres:18.3",
          "env": {
            "POSTGRES_HOST_AUTH_METHOD": "scram-sha-256",
            "POSTGRES_INITDB_ARGS": "--auth-host=scram-sha-256 --auth-local=scram-sha-256",
            "POSTGRES_USER": "postgres",
            "POSTGRES_PASSWORD": "{postgres-password.value}"
          },
          "bindings": { "tcp": { "scheme": "tcp", "protocol": "tcp", "transport": "tcp", "targetPort": 5432 } }
        }
        """;

    private const string Password = """
        {
          "type": "parameter.v0",
          "value": "{postgres-password.inputs.value}",
          "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 22 } } } }
        }
        """;
}
