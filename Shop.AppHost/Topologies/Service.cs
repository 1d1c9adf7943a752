using Shop.Hosting.Processes;
using Shop.Hosting.Processes.Faults;

namespace Shop.AppHost.Topologies;

/// <summary>What every service of the shop has in common.</summary>
internal static class Service
{
    /// <summary>Adds a service that uses one database as its owner.</summary>
    /// <typeparam name="TProject">The project.</typeparam>
    /// <param name="builder">The application under construction.</param>
    /// <param name="name">Name of the resource.</param>
    /// <param name="database">Its database.</param>
    /// <param name="keys">Those of people's access tokens; the service takes what they sign.</param>
    /// <param name="page">What of it a person looks at.</param>
    /// <param name="text">What the link to that says.</param>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<PostgresDatabaseResource> database, AccessKeys keys,
        string page = "/scalar", string text = "Try it")
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name)
            .WithOwnerReference(database).WaitFor(database)
            .WithAccessKey(keys)
            .WithHttpHealthCheck("/health")
            .WithExternalHttpEndpoints()
            .WithUrlForEndpoint("http", _ => new() { Url = page, DisplayText = text })
            .RunAsOwnBinary(builder.Replicas())
            .WithFaults();
}
