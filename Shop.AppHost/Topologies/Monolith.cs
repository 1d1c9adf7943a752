using Shop.Hosting.Processes.Faults;

namespace Shop.AppHost.Topologies;

/// <summary>The shop as one process.</summary>
internal static class Monolith
{
    /// <summary>Adds all modules in one process, with one database that holds a schema for each.</summary>
    /// <param name="builder">The application under construction.</param>
    public static void AddMonolith(this IDistributedApplicationBuilder builder)
    {
        var database = builder.AddPostgres("postgres").RunAsLocalServer().WithFaults().AddDatabase("shopdb").WithOwner();

        var keys = builder.AddAccessKeys();
        var shop = builder.AddService<Projects.Shop_Monolith>("shop", database, keys, Pages.Root, Pages.Text).WithPages(keys);

        // Its products hear of orders within the process; Kafka is for whoever else wants to.
        if (builder.AddKafka() is { } kafka)
            shop.WithReference(kafka);

        // Which modules, and how a checkout commits: the monolith's own settings, where the launch profile says something else.
        foreach (var setting in (string[])["Modules", "Checkout"])
            if (builder.Configuration[$"Shop:{setting}"] is { Length: > 0 } value) shop.WithEnvironment(setting, value);
    }
}
