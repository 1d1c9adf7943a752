using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Kafka;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Kafka;

/// <summary>Registers Kafka, where the host has one.</summary>
internal static class KafkaModule
{
    public static void AddKafka(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.HasKafka()) return;
        services.AddKafkaOptions();
        services.Replace(ServiceDescriptor.Singleton(OutboxStage.BeforeBroker));
        services.AddSingleton<KafkaProducer>();
        services.AddSingleton<KafkaRelay>();
        services.AddSingleton<IEventPublisher>(provider => provider.GetRequiredService<KafkaRelay>());
        services.AddHostedService(provider => provider.GetRequiredService<KafkaRelay>());
    }
}
