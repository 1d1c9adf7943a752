using Grpc.Core;

namespace Aspire.Dashboard.ResourceService;

/// <summary>Keeps the catalog up to date for as long as the process lives, over lost connections too.</summary>
internal sealed partial class ResourceWatcher(
    ResourceClient client, ResourceCatalog catalog, TimeProvider clock, ILogger<ResourceWatcher> logger) : BackgroundService
{
    /// <summary>The AppHost may still be starting its service when the dashboard is up: the first retries come quickly.</summary>
    internal static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Long enough not to be a burden, short enough not to be noticed after a restart.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!client.IsEnabled)
            return;

        var pause = ShortestPause;
        var isReconnect = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                catalog.Name(await client.GetApplicationNameAsync(stoppingToken));
                await foreach (var update in client.WatchResourcesAsync(isReconnect, stoppingToken))
                {
                    catalog.Apply(update);
                    pause = ShortestPause;
                    isReconnect = true;
                }
            }
            catch (Exception e) when (stoppingToken.IsCancellationRequested && e is RpcException or OperationCanceledException)
            {
                return;
            }
            catch (RpcException e)
            {
                if (e.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
                    LogRefused(e.StatusCode);
                else
                    LogLost(e.StatusCode, pause.TotalMilliseconds);
            }

            catalog.Lose();
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The resource service refused the dashboard ({Status}): check the API key.")]
    private partial void LogRefused(StatusCode status);

    [LoggerMessage(LogLevel.Debug, "The resource service cannot be reached ({Status}); next try in {Pause} ms.")]
    private partial void LogLost(StatusCode status, double pause);
}
