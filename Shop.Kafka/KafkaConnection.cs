using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Kafka;

/// <summary>
/// Where Kafka is: <c>ConnectionStrings:kafka</c>, a list of <c>host:port</c>, as Aspire's reference to it sets it. A service that has one
/// uses it; one that has none does without.
/// </summary>
public static class KafkaConnection
{
    /// <summary>The key under <c>ConnectionStrings</c>.</summary>
    public const string Name = "kafka";

    /// <summary>
    /// The configuration section of whatever else a cluster asks for, by the names of Confluent's configuration classes:
    /// <c>SecurityProtocol</c>, <c>SaslMechanism</c>, <c>SaslUsername</c>, <c>SaslPassword</c>.
    /// </summary>
    public const string ClientSection = "Kafka:Client";

    /// <summary>A cluster that is back is noticed as soon as this.</summary>
    private const int ReconnectMilliseconds = 1000;

    /// <summary>Whether the host has a Kafka.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static bool HasKafka(this IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration.GetConnectionString(Name));

    /// <summary>Reads and checks <see cref="KafkaOptions"/>.</summary>
    /// <param name="services">The host's services.</param>
    public static void AddKafkaOptions(this IServiceCollection services) =>
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>A client's configuration, as far as the operator says it. What the shop's promises hang on is set afterwards.</summary>
    /// <typeparam name="TConfig">A producer's or a consumer's; what <see cref="ClientSection"/> says for the other kind is passed over.</typeparam>
    /// <param name="configuration">The host's configuration.</param>
    public static TConfig ReadClient<TConfig>(IConfiguration configuration)
        where TConfig : ClientConfig, new()
    {
        var client = new TConfig { ReconnectBackoffMaxMs = ReconnectMilliseconds };
        configuration.GetSection(ClientSection).Bind(client);
        client.BootstrapServers = configuration.GetConnectionString(Name);
        return client;
    }
}
