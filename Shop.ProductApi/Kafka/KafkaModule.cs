using Shop.Kafka;

namespace Shop.ProductApi.Kafka;

/// <summary>Registers Kafka, for a host that hears of orders by it.</summary>
public static class KafkaModule
{
    /// <summary>
    /// Takes the events of orders from Kafka where the host has one (<c>ConnectionStrings:kafka</c>; configuration section <c>Kafka</c>). Not
    /// for a host that has the orders themselves: it hears of them without a wire.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host under construction, with the product module.</param>
    public static TBuilder AddOrderEventsFromKafka<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        if (!builder.Configuration.HasKafka()) return builder;
        builder.Services.AddKafkaOptions();
        builder.Services.AddSingleton<OrderEventTaker>();
        builder.Services.AddHostedService<OrderEventConsumer>();
        return builder;
    }
}
