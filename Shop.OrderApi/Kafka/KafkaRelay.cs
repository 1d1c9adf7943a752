using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Kafka;
using Shop.OrderApi.Data;
using Shop.OrderApi.Faults;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;
using Shop.ServiceDefaults.Work;

namespace Shop.OrderApi.Kafka;

/// <summary>
/// Sends to Kafka what every publisher in the database has, and marks it as published when Kafka has it too. One relay does so at a time,
/// whatever the number of replicas. With Kafka away, events wait here; orders, streams and webhooks do not. Delivery is at least once.
/// </summary>
internal sealed partial class KafkaRelay(
    OrderDatabase database, KafkaProducer producer, OrderTelemetry telemetry, CrashPoint crash, IOptions<OrderOptions> options,
    TimeProvider time, ILogger<KafkaRelay> logger) : BackgroundService, IEventPublisher
{
    /// <summary>Another relay is at it, and may not have seen the latest events.</summary>
    private static readonly TimeSpan PauseBehindAnother = TimeSpan.FromSeconds(0.25);

    private readonly AsyncAutoResetEvent _wake = new(time);
    private readonly RetryPause _pause = new(time);

    /// <summary>Nothing is to be done within the relay's transaction: that an event was handed over is what it waits here by.</summary>
    public Task PublishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OrderEventMessage> events, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public void Committed() => _wake.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Prepared.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var sent = await RelayAsync(stoppingToken);
                _pause.Succeeded();
                if (sent != OutboxStage.MaxEvents)
                    await _wake.WaitAsync(sent is null ? PauseBehindAnother : options.Value.RelayInterval, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (exception is KafkaException) producer.Log.Failed(exception.Message);
                else LogNotSent(logger, exception);
                await _pause.FailedAsync(stoppingToken);
            }
        }
    }

    /// <summary>Sends one transaction's worth of events, and answers how many there were; null where another relay is at it.</summary>
    private async Task<int?> RelayAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await OutboxStage.Broker.TryBeginAsync(connection, transaction, cancellationToken)) return null;

        var pending = await OutboxStage.Broker.ReadAsync(connection, transaction, cancellationToken);
        if (pending.Count == 0) return 0;

        using var activity = PendingEvent.StartActivity($"publish {producer.Topic}", pending);
        activity?.SetTag("messaging.system", "kafka").SetTag("messaging.destination.name", producer.Topic).SetTag("messaging.operation.type", "send");
        await producer.SendAsync(pending, cancellationToken);
        await crash.AfterAsync("Kafka.Publish");
        var now = time.GetUtcNow();
        await OutboxStage.Broker.MarkAsync(connection, transaction, pending, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (_, _, message) in pending) telemetry.Published(now - message.At);
        return pending.Count;
    }

    [LoggerMessage(LogLevel.Warning, "Events were not sent to Kafka and will be tried again")]
    private static partial void LogNotSent(ILogger logger, Exception exception);
}
