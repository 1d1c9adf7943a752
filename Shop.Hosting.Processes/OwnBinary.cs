namespace Shop.Hosting.Processes;

/// <summary>Projects as processes of the machine, with nothing between them and who calls.</summary>
public static class OwnBinary
{
    /// <summary>
    /// Runs the project as the binary that the build has left, and without a proxy before it: the process id is the service's, a signal reaches
    /// it, and a call has no hop that nobody sees. An IDE that launches projects by itself, and <c>dotnet watch</c>, keep their ways.
    /// </summary>
    /// <param name="builder">The project.</param>
    /// <param name="replicas">How many processes of it. More than one share an address, and have the orchestrator's proxy there.</param>
    /// <exception cref="DistributedApplicationException">Replicas are to share a port that is taken.</exception>
    public static IResourceBuilder<ProjectResource> RunAsOwnBinary(this IResourceBuilder<ProjectResource> builder, int replicas = 1)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithReplicas(replicas);
        var configuration = builder.ApplicationBuilder.Configuration;
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode || configuration["DEBUG_SESSION_PORT"] is not null || configuration["DOTNET_WATCH"] is "1")
            return builder;

        var project = builder.Resource.GetProjectMetadata().ProjectPath;
        var directory = Path.GetDirectoryName(project)!;
        // The AppHost's own place, bin/<configuration>/<framework>, is that of the services too: they are built together.
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Combine(directory, "bin", framework.Parent!.Name, framework.Name, Path.GetFileNameWithoutExtension(project));
        var binary = OperatingSystem.IsWindows() ? built + ".exe" : built;
        if (!File.Exists(binary))
            return builder;

        builder.WithAnnotation(new ExecutableAnnotation { Command = binary, WorkingDirectory = directory });
        if (builder.ApplicationBuilder.AnyPortWillDo())
            builder.WithEndpoint("http", endpoint => endpoint.Port = null);
        // Where replicas share a port the orchestrator listens before the first of them starts.
        else if (replicas > 1)
            ThrowIfTaken(builder.Resource);
        else
            builder.OnBeforeResourceStarted((resource, _, _) => { ThrowIfTaken(resource); return Task.CompletedTask; });
        if (replicas == 1) builder.WithEndpointProxySupport(false);
        return builder;
    }

    private static void ThrowIfTaken(ProjectResource project)
    {
        if (project.GetEndpoint("http").EndpointAnnotation.Port is { } port) Ports.ThrowIfTaken(port);
    }
}
