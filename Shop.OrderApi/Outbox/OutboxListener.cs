using Npgsql;
using Shop.OrderApi.Data;

namespace Shop.OrderApi.Outbox;

/// <summary>Hears PostgreSQL's notifications: events to be relayed, and orders whose events were published.</summary>
internal sealed partial class OutboxListener(
    OrderDatabase database, OrderStartup startup, OutboxRelay relay, OrderSignals signals, TimeProvider time,
    ILogger<OutboxListener> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Prepared.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogDeaf(logger, exception.Message);
                await Task.Delay(PauseAfterFailure, time, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.OpenSessionAsync(cancellationToken);
        session.Notification += (_, notification) => Hear(notification);
        await using (var listen = new NpgsqlCommand($"LISTEN {OutboxBell.Channel}; LISTEN {StreamPublisher.Channel}", session))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        // Whatever was said before somebody listened.
        relay.Wake();
        signals.AllChanged();
        while (true) await session.WaitAsync(cancellationToken);
    }

    private void Hear(NpgsqlNotificationEventArgs notification)
    {
        if (notification.Channel == OutboxBell.Channel) relay.Wake();
        else
            foreach (var orderId in StreamPublisher.Read(notification.Payload)) signals.Changed(orderId);
    }

    [LoggerMessage(LogLevel.Warning, "No longer listening to the database: {Reason}")]
    private static partial void LogDeaf(ILogger logger, string reason);
}
