using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Data;
using Shop.ServiceDefaults.Work;

namespace Shop.OrderApi.Webhooks;

/// <summary>
/// Empties the subscriptions' queues. Each subscription has a lane of its own, which is filled again as its deliveries end, so that a
/// slow or dead subscriber delays nobody else; within a subscription the events of one order are delivered in their order.
/// </summary>
internal sealed partial class WebhookDispatcher(
    WebhookQueue queue, WebhookSender sender, OrderDatabase database, IOptions<WebhookOptions> options, TimeProvider time,
    ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private readonly AsyncAutoResetEvent _wake = new(time);
    private readonly ConcurrentDictionary<Guid, SubscriberLane> _lanes = new();

    /// <summary>Something may be due.</summary>
    public void Wake() => _wake.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Prepared.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await FillAsync(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogIdle(logger, exception.Message);
            }

            await _wake.WaitAsync(options.Value.Interval, stoppingToken);
        }
    }

    /// <summary>Claims and begins as much as the lanes have room for. Answers whether there is room left and perhaps more to claim.</summary>
    private async Task<bool> FillAsync(CancellationToken stoppingToken)
    {
        foreach (var idle in _lanes.Where(lane => lane.Value.IsIdle)) _lanes.TryRemove(idle.Key, out _);
        var most = MostOfALane;
        var room = _lanes.ToDictionary(lane => lane.Key, lane => lane.Value.Free(most));
        var atFirst = Math.Min(SubscriberLane.StartLimit, most);

        var isMoreToDo = false;
        foreach (var examined in (await queue.ClaimAsync(room, atFirst, stoppingToken)).GroupBy(delivery => delivery.SubscriptionId))
        {
            var lane = _lanes.GetOrAdd(examined.Key, _ => new(time));
            var claimed = examined.Where(delivery => delivery.Call is not null).ToArray();
            foreach (var delivery in claimed) _ = DeliverAsync(lane, delivery, lane.Begin(), stoppingToken);
            var asked = room.GetValueOrDefault(examined.Key, atFirst);
            isMoreToDo |= examined.Count() == asked && claimed.Length < asked;
        }

        return isMoreToDo;
    }

    private async Task DeliverAsync(SubscriberLane lane, ClaimedDelivery delivery, long began, CancellationToken stoppingToken)
    {
        try
        {
            var outcome = await sender.SendAsync(delivery.Call!, stoppingToken);
            lane.Learn(began, outcome);
            await queue.EndAttemptAsync(delivery, outcome);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Due again when the claim is over.
        }
        catch (Exception exception)
        {
            // What was claimed is due again later; the subscriber may see it twice.
            LogInterrupted(logger, delivery.Id, delivery.SubscriptionId, exception.Message);
        }
        finally
        {
            lane.End();
            if (lane.Free(MostOfALane) > 0) Wake();
        }
    }

    private int MostOfALane =>
        Math.Min(options.Value.MaxConcurrency, options.Value.MaxConnections / Math.Max(1, _lanes.Count(lane => lane.Value.IsBusy)));

    [LoggerMessage(LogLevel.Warning, "Cannot look for webhooks to deliver: {Reason}")]
    private static partial void LogIdle(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Delivery {DeliveryId} to subscription {SubscriptionId} was interrupted: {Reason}")]
    private static partial void LogInterrupted(ILogger logger, long deliveryId, Guid subscriptionId, string reason);
}
