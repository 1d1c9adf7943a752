using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Shop.Kafka;
using Shop.ProductApi.Data;

namespace Shop.ProductApi.Kafka;

/// <summary>
/// Reads the topic's partitions that its group gives to this replica. Offsets are committed after the effect: what a crash, a rebalance or
/// an outage of the database interrupts comes again, here or at another replica, and the inbox knows it.
/// </summary>
internal sealed partial class OrderEventConsumer(
    ProductDatabase database, OrderEventTaker taker, IConfiguration configuration, IOptions<KafkaOptions> options, TimeProvider time,
    ILogger<OrderEventConsumer> logger) : BackgroundService
{
    /// <summary>The most messages of one statement.</summary>
    private const int MaxBatch = 200;

    /// <summary>How long one round may take before the group gives the partitions to others: much longer than the database may.</summary>
    private const int MaxPollMilliseconds = 60_000;

    private const int CommitMilliseconds = 1000;

    /// <summary>The client collects in the background and is asked without waiting: no thread stands still for it.</summary>
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Committing and leaving the group, which with Kafka away would take a minute. Without it the group waits for this replica's session to end.</summary>
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(3);

    private readonly KafkaLog _log = new(time, logger);
    private readonly RetryPause _pause = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Prepared.WaitAsync(stoppingToken);
        var consumer = Build();
        try
        {
            consumer.Subscribe(options.Value.Topic);
            await ConsumeAsync(consumer, stoppingToken);
        }
        finally
        {
            await CloseAsync(consumer);
        }
    }

    private async Task ConsumeAsync(IConsumer<byte[], byte[]> consumer, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var batch = Poll(consumer);
            if (batch.Count == 0)
            {
                await Task.Delay(PollPause, time, stoppingToken);
                continue;
            }

            try
            {
                await taker.TakeAsync(batch, stoppingToken);
                foreach (var result in batch) Try(() => consumer.StoreOffset(result));
                _pause.Succeeded();
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Once for an outage, however often it is tried.
                if (!_pause.IsOutage) LogNotTaken(logger, exception);
                foreach (var first in batch.GroupBy(result => result.TopicPartition).Select(partition => partition.First()))
                    Try(() => consumer.Seek(first.TopicPartitionOffset));
                await _pause.FailedAsync(stoppingToken);
            }
        }
    }

    /// <summary>What has arrived; partitions come and go in here, and nowhere else.</summary>
    private List<ConsumeResult<byte[], byte[]>> Poll(IConsumer<byte[], byte[]> consumer)
    {
        var batch = new List<ConsumeResult<byte[], byte[]>>();
        try
        {
            while (batch.Count < MaxBatch && consumer.Consume(TimeSpan.Zero) is { } result) batch.Add(result);
            if (batch.Count > 0) _log.Worked();
        }
        catch (ConsumeException exception)
        {
            _log.Failed(exception.Message);
        }

        return batch;
    }

    private IConsumer<byte[], byte[]> Build()
    {
        var config = KafkaConnection.ReadClient<ConsumerConfig>(configuration);
        config.GroupId = options.Value.Group;
        config.EnableAutoOffsetStore = false;
        config.EnableAutoCommit = true;
        config.AutoCommitIntervalMs = CommitMilliseconds;
        // A new group has missed nothing.
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        // A replica that comes or goes moves its own partitions, and stops no other.
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        config.MaxPollIntervalMs = MaxPollMilliseconds;
        return new ConsumerBuilder<byte[], byte[]>(config)
            .SetErrorHandler((_, error) => _log.Heard(error))
            .SetLogHandler((_, line) => _log.Heard(line))
            .SetPartitionsAssignedHandler((consumer, more) => LogReads(logger, consumer.Assignment.Count + more.Count, options.Value.Topic))
            .SetPartitionsRevokedHandler((consumer, fewer) => LogReads(logger, consumer.Assignment.Count - fewer.Count, options.Value.Topic))
            .Build();
    }

    /// <summary>Fails where the partition was given to another replica meanwhile: that one begins at what was committed, and has it again.</summary>
    private void Try(Action positioning)
    {
        try
        {
            positioning();
        }
        catch (KafkaException exception)
        {
            LogMoved(logger, exception.Message);
        }
    }

    private async Task CloseAsync(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            await Task.Run(consumer.Close).WaitAsync(LongestClose, time);
            consumer.Dispose();
        }
        catch (Exception exception) when (exception is TimeoutException or KafkaException)
        {
            LogNotClosed(logger, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Reads {Count} partitions of {Topic}")]
    private static partial void LogReads(ILogger logger, int count, string topic);

    [LoggerMessage(LogLevel.Warning, "Events of orders were not taken and will be tried again")]
    private static partial void LogNotTaken(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Debug, "A partition is no longer read here: {Reason}")]
    private static partial void LogMoved(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "The consumer group was not left in order, and gives this replica's partitions to others a moment later: {Reason}")]
    private static partial void LogNotClosed(ILogger logger, string reason);
}
