using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The endpoint, on loopback, at which dashboards reach <see cref="ResourceService"/>.</summary>
internal sealed class ResourceServiceHost(DashboardSettings settings, IServiceProvider services, ILogger<ResourceServiceHost> logger)
    : IHostedService, IAsyncDisposable
{
    private Task<WebApplication>? _running;

    /// <summary>Opens the endpoint beside the start of the resources: no resource has to wait for it.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        _ = _running.ContinueWith(
            failed => logger.LogError(failed.Exception!.InnerException, "The resource service could not be opened: the dashboard shows no resources."),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is { IsCompletedSuccessfully: true }) await _running.Result.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is { IsCompletedSuccessfully: true }) await _running.Result.DisposeAsync();
    }

    private async Task<WebApplication> RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Without TLS nothing negotiates the protocol, and gRPC is HTTP/2.
            kestrel.ListenLocalhost(settings.ResourceServiceUrl.Port, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRouting();
        builder.Services.AddGrpc(options => options.Interceptors.Add<ResourceServiceKey>());
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(_ => ActivatorUtilities.CreateInstance<ResourceService>(services));
        // Streams to dashboards end with the AppHost, and must not hold its stop up.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));

        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<ResourceService>();
        await app.StartAsync();
        return app;
    }
}
