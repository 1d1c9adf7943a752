using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Shop.Kafka;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Kafka;

/// <summary>Sends events to the topic, and waits until Kafka has them.</summary>
internal sealed class KafkaProducer : IDisposable
{
    /// <summary>
    /// How long the client tries an event before it gives it back. The relay's transaction is open as long, and must not be taken for
    /// that of a relay that is dead.
    /// </summary>
    private static readonly TimeSpan Patience = OutboxStage.LongestSilence / 2;

    private readonly ProducerConfig _config;
    private readonly string _topic;
    private IProducer<string, byte[]>? _producer;

    public KafkaProducer(IConfiguration configuration, IOptions<KafkaOptions> options, TimeProvider time, ILogger<KafkaProducer> logger)
    {
        _topic = options.Value.Topic;
        Log = new(time, logger);
        _config = KafkaConnection.ReadClient<ProducerConfig>(configuration);
        // Every replica in sync has an event before it counts as taken, and a repeat of the client's own neither doubles nor overtakes one.
        _config.Acks = Acks.All;
        _config.EnableIdempotence = true;
        _config.MessageTimeoutMs = (int)Patience.TotalMilliseconds;
        // Where clients in other languages put the same key.
        _config.Partitioner = Partitioner.Murmur2Random;
    }

    /// <summary>What is said of Kafka.</summary>
    public KafkaLog Log { get; }

    /// <summary>The topic.</summary>
    public string Topic => _topic;

    /// <summary>Sends events, those of an order in their order, and waits for Kafka's word on each.</summary>
    /// <exception cref="KafkaException">Of one at least it is not certain that Kafka has it: all are to be sent again.</exception>
    public async Task SendAsync(IReadOnlyCollection<PendingEvent> events, CancellationToken cancellationToken)
    {
        var producer = _producer ??= Build();
        try
        {
            await Task.WhenAll(events.Select(e => producer.ProduceAsync(_topic, MessageOf(e), cancellationToken)));
        }
        catch (KafkaException exception) when (exception.Error.IsFatal || exception.Error.Code == ErrorCode.Local_Fatal)
        {
            // It refuses everything from now on; a new one begins a new session.
            _producer = null;
            producer.Dispose();
            throw;
        }

        Log.Worked();
    }

    public void Dispose() => _producer?.Dispose();

    private static Message<string, byte[]> MessageOf(PendingEvent pending) => new()
    {
        Key = CloudEvent.KeyOf(pending.Message),
        Value = JsonSerializer.SerializeToUtf8Bytes(CloudEvent.Of(pending.Message), CloudEventJson.Default.CloudEvent),
        Headers = KafkaHeaders.ForEvent(pending.TraceParent),
        Timestamp = new(pending.Message.At),
    };

    private IProducer<string, byte[]> Build() => new ProducerBuilder<string, byte[]>(_config)
        .SetErrorHandler((_, error) => Log.Heard(error))
        .SetLogHandler((_, line) => Log.Heard(line))
        .Build();
}
