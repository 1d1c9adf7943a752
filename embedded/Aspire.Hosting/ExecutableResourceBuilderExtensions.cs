using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Adds programs.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="command">The program: a path, or a name that is looked up in <c>PATH</c>.</param>
    /// <param name="workingDirectory">The directory that it runs in, relative to the AppHost's.</param>
    /// <param name="args">Its arguments.</param>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args) =>
        builder.AddExecutable(name, command, workingDirectory, (object[]?)args);

    /// <summary>Adds a program.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="command">The program: a path, or a name that is looked up in <c>PATH</c>.</param>
    /// <param name="workingDirectory">The directory that it runs in, relative to the AppHost's.</param>
    /// <param name="args">Its arguments: texts or values such as <see cref="EndpointReference"/>.</param>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params object[]? args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        var resource = new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory));
        return builder.AddResource(resource)
            .WithAnnotation(new ExecutableLauncher())
            .WithInitialState(new() { ResourceType = "Executable", Properties = [] })
            .WithArgs(args ?? []);
    }
}
