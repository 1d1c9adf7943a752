using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Data;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Webhooks;

/// <summary>
/// Empties the subscriptions' queues. Each subscription is served by itself, so that a slow or dead subscriber delays nobody
/// else; within a subscription the events of one order are delivered in their order.
/// </summary>
internal sealed partial class WebhookDispatcher(
    WebhookQueue queue, WebhookSender sender, OrderDatabase database, IOptions<WebhookOptions> options, TimeProvider time,
    ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private readonly AsyncAutoResetEvent _wake = new(time);
    private readonly ConcurrentDictionary<Guid, bool> _busy = new();

    /// <summary>Something may be due.</summary>
    public void Wake() => _wake.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Prepared.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var due = await queue.ClaimAsync([.. _busy.Keys], stoppingToken);
                foreach (var subscriber in due.GroupBy(delivery => delivery.SubscriptionId))
                {
                    _busy[subscriber.Key] = true;
                    _ = ServeAsync(subscriber.Key, [.. subscriber], stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogIdle(logger, exception.Message);
            }

            await _wake.WaitAsync(options.Value.Interval, stoppingToken);
        }
    }

    private async Task ServeAsync(Guid subscriptionId, IReadOnlyList<DueDelivery> due, CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(due.Select(async delivery =>
                await queue.EndAttemptAsync(delivery, await sender.SendAsync(delivery, stoppingToken), stoppingToken)));
        }
        catch (Exception exception)
        {
            // What was claimed is due again later; the subscriber may see it twice.
            LogInterrupted(logger, subscriptionId, exception.Message);
        }
        finally
        {
            _busy.TryRemove(subscriptionId, out _);
            Wake();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Cannot look for webhooks to deliver: {Reason}")]
    private static partial void LogIdle(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Deliveries to subscription {SubscriptionId} were interrupted: {Reason}")]
    private static partial void LogInterrupted(ILogger logger, Guid subscriptionId, string reason);
}
