using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>
/// Sends what is left when the service stops, within a bound. By themselves the three exporters try one after the other for
/// many seconds when nobody answers, and a service that takes that long to stop is killed.
/// </summary>
internal sealed class LastTelemetry(IServiceProvider services) : IHostedLifecycleService
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Everything else has stopped: there is nothing more to tell.</summary>
    /// <param name="cancellationToken">Not needed: the bound is shorter than any host's patience.</param>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        var bound = (int)Bound.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(bound), CancellationToken.None),
            Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(bound), CancellationToken.None),
            Task.Run(() => services.GetService<LoggerProvider>()?.Shutdown(bound), CancellationToken.None));
    }
}
