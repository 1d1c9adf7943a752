using Microsoft.Extensions.Options;
using Shop.OrderApi.Data;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// Wakes the relay, on whichever replica it works, through <c>NOTIFY</c>. It rings after the commit and not within it:
/// PostgreSQL lets transactions that notify commit only one after the other. A ring lost in a crash costs no event; the relay
/// looks for itself from time to time.
/// </summary>
public sealed partial class OutboxBell(
    OrderDatabase database, IOptions<OrderOptions> options, TimeProvider time, ILogger<OutboxBell> logger) : BackgroundService
{
    /// <summary>The channel that the relay listens on.</summary>
    public const string Channel = "orders_outbox";

    private readonly WakeUp _rung = new(time);

    /// <summary>An event was committed.</summary>
    public void Ring() => _rung.Call();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _rung.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            // One ring for all orders of the next few milliseconds: under load the relay takes many events at a time.
            await Task.Delay(options.Value.BellPause, time, stoppingToken);
            try
            {
                await using var command = database.DataSource.CreateCommand($"NOTIFY {Channel}");
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotRung(logger, exception.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The relay could not be notified and will look for itself: {Reason}")]
    private static partial void LogNotRung(ILogger logger, string reason);
}
