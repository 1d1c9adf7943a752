using System.Text.Json;
using Shop.Tests.Hosting;
using YamlDotNet.Core;

namespace Shop.Tests.Deploy;

/// <summary><c>deploy/compose/compose.yaml</c> is the AppHost's model, written by hand: a profile for each shape.</summary>
public sealed class OnCompose
{
    private static readonly string[] Helpers = ["databases", "monolith-database"];

    [Theory]
    [InlineData("services")]
    [InlineData("monolith")]
    public async Task Every_project_of_the_model_runs_with_its_image_its_settings_and_its_port(string shape)
    {
        var (model, compose) = (await AppHostModel.PublishAsync(shape), ComposeFile.Read(await File.ReadAllTextAsync(ComposeFile.Location, TestContext.Current.CancellationToken)));

        var deployed = compose.Services.Where(service => service.Value.Profiles.Contains(shape) && !Helpers.Contains(service.Key)).ToDictionary();

        Assert.Equal(model.Services.Select(service => service.Name).Order(), deployed.Keys.Order());
        Assert.All(model.Services, expected =>
        {
            var service = deployed[expected.Name];
            Assert.Equal(expected.Image, service.Image.Split(':')[0]);
            Assert.Equal(
                expected.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal),
                Settings.Of(service.Environment).OrderBy(setting => setting.Key, StringComparer.Ordinal));
            Assert.Equal([$"127.0.0.1:{UsualPort(expected.Image)}:{DeployedService.Port}"], service.Ports);
            Assert.True(service.ReadOnly);
            Assert.Equal(["ALL"], service.CapDrop);
            Assert.Equal(["/tmp"], service.Tmpfs);
            // Whoever calls it is answered.
            Assert.Contains(expected.Name, (string[])[.. service.Environment["AllowedHosts"].Split(';'), "web", "shop"]);
            Assert.Equal(expected.Name, service.Environment["OTEL_SERVICE_NAME"]);
        });
    }

    [Theory]
    [InlineData("services")]
    [InlineData("monolith")]
    public async Task The_database_server_is_the_models(string shape)
    {
        var (model, compose) = (await AppHostModel.PublishAsync(shape), ComposeFile.Read(await File.ReadAllTextAsync(ComposeFile.Location, TestContext.Current.CancellationToken)));

        var server = compose.Services["postgres"];
        var (name, job) = compose.Services.Single(service => Helpers.Contains(service.Key) && service.Value.Profiles.Contains(shape));

        Assert.Equal((model.PostgresImage, model.PostgresImage), (server.Image, job.Image));
        Assert.Equal(model.PostgresSettings.OrderBy(setting => setting.Key), Settings.Of(server.Environment).OrderBy(setting => setting.Key));
        Assert.Equal(model.Databases.Select(Settings.PasswordOf), job.Environment.Keys.Where(key => key.EndsWith("DB_PASSWORD", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal($"--file=/databases/{shape}.sql", job.Command[^1]);
        Assert.All(
            compose.Services.Where(service => service.Value.Profiles.Contains(shape) && service.Key != name),
            service => Assert.Equal("service_completed_successfully", service.Value.DependsOn[name].Condition));
    }

    [Theory]
    [InlineData("read_only: true", "readonly: true")]
    [InlineData("stop_grace_period: 10s", "stop_grace_period: 10s\n  stop_grace_period: 20s")]
    public void What_Compose_does_not_know_is_found(string known, string unknown)
    {
        var text = File.ReadAllText(ComposeFile.Location).Replace(known, unknown, StringComparison.Ordinal);

        Assert.ThrowsAny<YamlException>(() => ComposeFile.Read(text));
    }

    /// <summary>The port at which a project is on a laptop, by its launch profile.</summary>
    private static int UsualPort(string image)
    {
        var project = "Shop." + string.Concat(image.Split('/')[1].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var file = Path.Combine(RepositoryRoot.Find().FullName, project, "Properties", "launchSettings.json");
        using var settings = JsonDocument.Parse(File.ReadAllText(file));
        return new Uri(settings.RootElement.GetProperty("profiles").GetProperty("http").GetProperty("applicationUrl").GetString()!).Port;
    }
}
