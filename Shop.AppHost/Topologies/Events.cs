using Microsoft.Extensions.Configuration;

namespace Shop.AppHost.Topologies;

/// <summary>How parts of the shop hear of orders: the setting <c>Shop:Events</c>, <c>webhooks</c> or <c>kafka</c>.</summary>
internal static class Events
{
    private const string Setting = "Shop:Events";
    private const string Kafka = "kafka";

    /// <summary>Adds the Kafka that events go to, where the setting says so: a cluster that is there, at <c>ConnectionStrings:kafka</c>.</summary>
    /// <param name="builder">The application under construction.</param>
    /// <returns>Null where events go by signed webhooks only.</returns>
    /// <exception cref="DistributedApplicationException">The setting is neither, or nobody says where Kafka is.</exception>
    public static IResourceBuilder<IResourceWithConnectionString>? AddKafka(this IDistributedApplicationBuilder builder)
    {
        switch (builder.Configuration[Setting] ?? "webhooks")
        {
            case "webhooks":
                return null;
            case Kafka:
                // Whoever publishes says it where it is deployed.
                if (builder.ExecutionContext.IsRunMode && string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(Kafka)))
                {
                    throw new DistributedApplicationException(
                        $"{Setting} is {Kafka}, and ConnectionStrings:{Kafka} does not say where it is: ConnectionStrings__{Kafka}=host:9092, of a cluster that is there.");
                }

                return builder.AddConnectionString(Kafka);
            case var unknown:
                throw new DistributedApplicationException($"{Setting} is webhooks or {Kafka}, not '{unknown}'.");
        }
    }
}
