using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Copies the console output of all resources to the log of the AppHost, for tests.</summary>
internal sealed class ResourceLogForwarder(
    ResourceNotificationService notifications, ResourceLoggerService logs, ILoggerFactory loggers, IHostEnvironment environment) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = new HashSet<string>();
        var subscriptions = new List<IDisposable>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                if (known.Add(change.ResourceId))
                    subscriptions.Add(Forward(change));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            subscriptions.ForEach(s => s.Dispose());
        }
    }

    private IDisposable Forward(ResourceEvent change)
    {
        var logger = loggers.CreateLogger($"{environment.ApplicationName}.Resources.{change.Resource.Name}");
        return logs.Log(change.ResourceId).Subscribe(lines =>
        {
            foreach (var line in lines)
            {
                var text = line.Content[(line.Content.IndexOf(' ', StringComparison.Ordinal) + 1)..];
                logger.Log(line.IsErrorMessage ? LogLevel.Error : LogLevel.Information, "{LineNumber}: {Line}", line.LineNumber, text);
            }
        }, () => { });
    }
}
