using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Shop.Tests.Hosting;
using Xunit.Sdk;

namespace Shop.Tests.AppHosts;

/// <summary>Who launches the services, and from which port.</summary>
public sealed class Launching
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Services_run_as_the_binaries_that_the_build_has_left()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(TestContext.Current.CancellationToken);

        Assert.All(builder.Resources.OfType<ProjectResource>(), service =>
            Assert.Contains(service.Annotations.OfType<ExecutableAnnotation>(), own => File.Exists(own.Command)));
    }

    [Fact]
    public async Task Under_dotnet_watch_they_are_launched_the_official_way()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(
            ["--DOTNET_WATCH=1"], TestContext.Current.CancellationToken);

        var services = builder.Resources.OfType<ProjectResource>().ToArray();
        Assert.Equal(4, services.Length);
        Assert.All(services, service => Assert.Empty(service.Annotations.OfType<ExecutableAnnotation>()));
    }

    [Fact]
    public async Task An_IDE_is_asked_to_launch_each_service()
    {
        if (!OperatingSystem.IsLinux()) throw SkipException.ForSkip("Finds the processes of an AppHost in /proc, which only Linux has.");
        await using var ide = await IdeStub.StartAsync();
        await using var host = AppHostProcess.Start(
            ("DEBUG_SESSION_PORT", string.Create(CultureInfo.InvariantCulture, $"localhost:{ide.Port}")), ("DEBUG_SESSION_TOKEN", "token-of-the-test"));

        await Eventually.BecomesAsync("a session for each service", () => Task.FromResult(ide.Projects), projects => projects.Distinct().Count() >= 4);

        Assert.Equal(["Shop.OrderApi.csproj", "Shop.PaymentApi.csproj", "Shop.ProductApi.csproj", "Shop.Web.csproj"], ide.Projects.Order());
        Assert.DoesNotContain(host.Running(), process => Path.GetFileName(process.Program) is "Shop.OrderApi" or "Shop.PaymentApi" or "Shop.ProductApi" or "Shop.Web");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_its_owner()
    {
        using var bound = new CancellationTokenSource(Bound);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(
            ["--DcpPublisher:RandomizePorts=false"], bound.Token);
        var products = builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(service => service.Name == "product-api"));
        products.WithEndpoint("http", endpoint => endpoint.Port = port);
        foreach (var other in builder.Resources.OfType<ProjectResource>().Where(service => service.Name != "product-api").ToArray())
            builder.Resources.Remove(other);
        await using var app = await builder.BuildAsync(bound.Token);
        await app.StartAsync(bound.Token);

        await app.ResourceNotifications.WaitForResourceAsync("product-api", KnownResourceStates.FailedToStart, bound.Token);

        var said = await Eventually.BecomesAsync(
            "a message in the service's console", () => ResourceLogs.SinceAsync(app, products.Resource, DateTime.MinValue), lines => lines.Count > 0);
        Assert.Contains(said, line => line.Contains($"Port {port} is taken by process {Environment.ProcessId} (Shop.Tests).", StringComparison.Ordinal));
    }
}
