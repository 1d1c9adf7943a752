using Shop.Tests.Faults;

namespace Shop.Tests.Kafka;

/// <summary>A shop of its own whose products hear of orders from Kafka.</summary>
public sealed class KafkaShop : FaultyShop
{
    /// <summary>The shop and its Kafka. Of the shop, nothing is started yet.</summary>
    public KafkaShop()
        : this(new MockKafka())
    {
    }

    private KafkaShop(MockKafka kafka)
        : base(["--Shop:Events=kafka", $"--ConnectionStrings:kafka={kafka.Address}"]) => Kafka = kafka;

    /// <summary>Where events go.</summary>
    internal MockKafka Kafka { get; }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Kafka.Dispose();
    }
}
