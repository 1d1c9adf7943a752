using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Work;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// Wakes the relay when an event was committed: the one of this process at once, those of other replicas through <c>NOTIFY</c>,
/// since one of them may be the one that works. It notifies after the commit and not within it: PostgreSQL lets transactions
/// that notify commit only one after the other. A notification lost in a crash costs no event; the relay looks for itself from
/// time to time. What the database tells of published orders is passed on to those who wait for them.
/// </summary>
internal sealed partial class OutboxNotifier(
    OrderDatabase database, OutboxRelay relay, OrderChangeNotifier changes, IOptions<OrderOptions> options, TimeProvider time,
    ILogger<OutboxNotifier> logger) : BackgroundService
{
    /// <summary>The payload is the process that notifies: it has woken its own relay.</summary>
    private const string Channel = "orders_outbox";

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly AsyncAutoResetEvent _committed = new(time);

    public void EventCommitted() => _committed.Set();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(NotifyAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task NotifyAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _committed.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            // Once for all orders of the next few milliseconds: under load the relay takes many events at a time.
            await Task.Delay(options.Value.RelayPause, time, stoppingToken);
            relay.Wake();
            try
            {
                await using var command = database.DataSource.CreateCommand($"NOTIFY {Channel}, '{_self}'");
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotNotified(logger, exception.Message);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await database.Prepared.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await HearAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogDeaf(logger, exception.Message);
                await Task.Delay(PauseAfterFailure, time, stoppingToken);
            }
        }
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.OpenSessionAsync(cancellationToken);
        session.Notification += (_, notification) =>
        {
            if (notification.Channel == OrderChangeNotifier.Channel) changes.Changed(notification.Payload);
            else if (notification.Payload != _self) relay.Wake();
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}; LISTEN {OrderChangeNotifier.Channel}", session))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        // Whatever was said before somebody listened.
        relay.Wake();
        changes.AllChanged();
        while (true) await session.WaitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "The relays of other replicas could not be notified and will look for themselves: {Reason}")]
    private static partial void LogNotNotified(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "No longer listening to the database: {Reason}")]
    private static partial void LogDeaf(ILogger logger, string reason);
}
