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

        var expected = JsonNode.Parse(Expected)!.AsObject();
        Assert.Equal(expected.Select(r => r.Key).Order(StringComparer.Ordinal), resources.AsObject().Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.All(expected, r => Assert.Equal(Sorted(r.Value!), Sorted(resources[r.Key]!)));
    }

    [Fact]
    public async Task A_manifest_without_a_path_is_refused_in_one_line()
    {
        using var host = HostProcess.Start("--publisher", "manifest");

        Assert.Equal(1, await host.ExitAsync());
        await UntilAsync(() => host.Output.Contains("--output-path", StringComparison.Ordinal), () => $"the reason\n{host.Output}");
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    // The order of members has no meaning.
    private static string Sorted(JsonNode node) => node switch
    {
        JsonObject members => $"{{{string.Join(",", members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"\"{m.Key}\":{Sorted(m.Value!)}"))}}}",
        JsonArray items => $"[{string.Join(",", items.Select(i => Sorted(i!)))}]",
        _ => node.ToJsonString(),
    };

    /// <summary>What official Aspire 13 writes for this model, by its own rules.</summary>
    private const string Expected = """
        {
          "postgres": {
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
          },
          "postgres-password": {
            "type": "parameter.v0",
            "value": "{postgres-password.inputs.value}",
            "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 22 } } } }
          },
          "postgres-password-uri-encoded": { "type": "annotated.string", "value": "{postgres-password.value}", "filter": "uri" },
          "things": { "type": "value.v0", "connectionString": "{postgres.connectionString};Database=things" },
          "first": {
            "type": "project.v0",
            "path": "../../Embedded.TestService/Embedded.TestService.csproj",
            "env": {
              "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY": "in_memory",
              "ASPNETCORE_FORWARDEDHEADERS_ENABLED": "true",
              "HTTP_PORTS": "{first.bindings.http.targetPort}",
              "ConnectionStrings__things": "{things.connectionString}",
              "THINGS_HOST": "{postgres.bindings.tcp.host}",
              "THINGS_PORT": "{postgres.bindings.tcp.port}",
              "THINGS_USERNAME": "postgres",
              "THINGS_PASSWORD": "{postgres-password.value}",
              "THINGS_URI": "postgresql://postgres:{postgres-password-uri-encoded.value}@{postgres.bindings.tcp.host}:{postgres.bindings.tcp.port}/things",
              "THINGS_JDBCCONNECTIONSTRING": "jdbc:postgresql://{postgres.bindings.tcp.host}:{postgres.bindings.tcp.port}/things",
              "THINGS_DATABASENAME": "things"
            },
            "bindings": {
              "http": { "scheme": "http", "protocol": "tcp", "transport": "http" },
              "https": { "scheme": "https", "protocol": "tcp", "transport": "http" }
            }
          },
          "second": {
            "type": "project.v0",
            "path": "../../Embedded.TestService/Embedded.TestService.csproj",
            "env": {
              "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY": "in_memory",
              "ASPNETCORE_FORWARDEDHEADERS_ENABLED": "true",
              "HTTP_PORTS": "{second.bindings.http.targetPort}",
              "FIRST_HTTP": "{first.bindings.http.url}",
              "services__first__http__0": "{first.bindings.http.url}",
              "FIRST_HTTPS": "{first.bindings.https.url}",
              "services__first__https__0": "{first.bindings.https.url}"
            },
            "bindings": {
              "http": { "scheme": "http", "protocol": "tcp", "transport": "http" },
              "https": { "scheme": "https", "protocol": "tcp", "transport": "http" }
            }
          }
        }
        """;
}
