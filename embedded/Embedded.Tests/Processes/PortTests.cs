using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class PortTests
{
    [Fact]
    public async Task A_preferred_port_that_is_taken_gives_way_to_the_next_free_one()
    {
        using var ports = new PortRegistry();
        using var taken = ListenOn(ports.AcquireAny());
        var wanted = ((IPEndPoint)taken.LocalEndpoint).Port;
        var builder = NewBuilder();
        builder.Configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "false")]);
        builder.AddProject("service", ServiceProject).WithEndpoint("http", e => e.Port = wanted).WithHttpHealthCheck("/health");
        await using var app = await StartAsync(builder);

        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);

        Assert.True(app.GetEndpoint("service").Port > wanted);
        using var client = app.CreateHttpClient("service");
        Assert.Equal("healthy", await client.GetStringAsync("/health", Soon));
    }

    [Fact]
    public async Task A_public_port_other_than_the_port_of_the_process_leads_to_it()
    {
        var (publicPort, target) = (FreeFixedPort(), FreeFixedPort());
        var builder = NewBuilder();
        builder.Configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "false")]);
        builder.AddProject("service", ServiceProject).WithEndpoint("http", e => (e.Port, e.TargetPort) = (publicPort, target)).WithHttpHealthCheck("/health");
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);

        using var client = app.CreateHttpClient("service");

        Assert.Equal(publicPort, client.BaseAddress!.Port);
        Assert.Equal($"http://localhost:{target}", await client.GetStringAsync("/env/ASPNETCORE_URLS", Soon));
    }

    [Fact]
    public void A_port_is_given_to_one_AppHost_only()
    {
        using var first = new PortRegistry();
        using var second = new PortRegistry();
        var port = first.AcquireAny();

        Assert.False(second.TryAcquire(port));
        first.Release(port);
        Assert.True(second.TryAcquire(port));
    }

    // Below those that AppHosts beside this one take as they come.
    private static int FreeFixedPort()
    {
        using var ports = new PortRegistry();
        int port;
        do
            port = Random.Shared.Next(12_000, 18_000);
        while (!ports.TryAcquire(port));
        return port;
    }
}
