using System.ComponentModel.DataAnnotations;

namespace Shop.Kafka;

/// <summary>Names in Kafka: configuration section <c>Kafka</c>. Where Kafka is, <see cref="KafkaConnection"/> says.</summary>
public sealed class KafkaOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary>The topic of the events of orders. It is there before the shop is: nobody here makes it.</summary>
    [Required]
    public string Topic { get; set; } = "orders.events";

    /// <summary>The consumer group that shares out the topic's partitions among the replicas of the product service.</summary>
    [Required]
    public string Group { get; set; } = "product-api";
}
