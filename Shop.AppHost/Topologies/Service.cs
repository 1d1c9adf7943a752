using Shop.AppHost.Faults;

namespace Shop.AppHost.Topologies;

/// <summary>What every service of the shop has in common.</summary>
internal static class Service
{
    /// <summary>Adds a service that uses one database as its owner.</summary>
    /// <typeparam name="TProject">The project.</typeparam>
    /// <param name="builder">The application under construction.</param>
    /// <param name="name">Name of the resource.</param>
    /// <param name="database">Its database.</param>
    /// <param name="page">What of it a person looks at.</param>
    /// <param name="text">What the link to that says.</param>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<PostgresDatabaseResource> database, string page = "/scalar",
        string text = "Try it")
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name)
            .WithOwnerReference(database).WaitFor(database)
            .WithHttpHealthCheck("/health")
            .WithExternalHttpEndpoints()
            .WithUrlForEndpoint("http", _ => new() { Url = page, DisplayText = text })
            .RunAsOwnBinary()
            .WithFaults();

    /// <summary>
    /// Runs the project as the binary that the build has left, and without a proxy before it: the process id is the service's, a signal reaches
    /// it, and a call has no hop that nobody sees. An IDE that launches projects by itself, and <c>dotnet watch</c>, keep their ways.
    /// </summary>
    private static IResourceBuilder<ProjectResource> RunAsOwnBinary(this IResourceBuilder<ProjectResource> builder)
    {
        var configuration = builder.ApplicationBuilder.Configuration;
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode || configuration["DEBUG_SESSION_PORT"] is not null || configuration["DOTNET_WATCH"] is "1")
            return builder;

        var project = builder.Resource.GetProjectMetadata().ProjectPath;
        var name = Path.GetFileNameWithoutExtension(project);
        var directory = Path.GetDirectoryName(project)!;
        // The AppHost's own place, bin/<configuration>/<framework>, is that of the services too: they are built together.
        var built = Path.Combine(directory, "bin", Configuration, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/', '\\')), name);
        var binary = OperatingSystem.IsWindows() ? built + ".exe" : built;
        if (!File.Exists(binary))
            return builder;

        builder.WithAnnotation(new ExecutableAnnotation { Command = binary, WorkingDirectory = directory });
        if (builder.ApplicationBuilder.AnyPortWillDo())
            builder.WithEndpoint("http", endpoint => endpoint.Port = null);
        else
            builder.OnBeforeResourceStarted((resource, _, _) => CheckPortAsync(resource));
        builder.WithEndpointProxySupport(false);
        return builder;
    }

    private static Task CheckPortAsync(ProjectResource project)
    {
        if (project.GetEndpoint("http").EndpointAnnotation.Port is { } port) Ports.ThrowIfTaken(port);
        return Task.CompletedTask;
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
}
