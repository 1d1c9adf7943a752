using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults;

namespace Shop.Tests.Deploy;

/// <summary>What a platform that runs containers asks of a service: to listen where it says, and to end in time.</summary>
public sealed class WhatPlatformsAsk
{
    /// <summary>What the soonest of them gives (docker stop, Cloud Run), less the two seconds that telemetry may take.</summary>
    private static readonly TimeSpan MostForRequests = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_service_listens_at_the_port_that_the_platform_names()
    {
        var port = FreePort();
        await using var app = Service("", port);

        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal([$"http://[::]:{port}"], app.Urls);
    }

    [Fact]
    public async Task An_address_that_somebody_chose_is_kept()
    {
        await using var app = Service("http://127.0.0.1:0", FreePort());

        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("127.0.0.1", new Uri(Assert.Single(app.Urls)).Host);
    }

    [Fact]
    public async Task A_service_waits_for_its_requests_no_longer_than_a_platform_waits_for_it()
    {
        await using var app = Service("http://127.0.0.1:0", FreePort());

        Assert.InRange(app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout, TimeSpan.FromSeconds(1), MostForRequests);
    }

    private static WebApplication Service(string urls, int port)
    {
        var builder = WebApplication.CreateBuilder();
        (builder.Configuration["urls"], builder.Configuration["PORT"]) = (urls, $"{port}");
        builder.AddServiceDefaults();
        return builder.Build();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
