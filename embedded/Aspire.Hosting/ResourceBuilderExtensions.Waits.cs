using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Starts the resource only when another one runs and is healthy.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other one.</param>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitUntilHealthy, null);

    /// <summary>Starts the resource only when another one runs and is healthy.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other one.</param>
    /// <param name="waitBehavior">What to do when the other one fails.</param>
    public static IResourceBuilder<T> WaitFor<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitBehavior waitBehavior)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitUntilHealthy, waitBehavior);

    /// <summary>Starts the resource only when another one runs.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other one.</param>
    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitUntilStarted, null);

    /// <summary>Starts the resource only when another one runs.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other one.</param>
    /// <param name="waitBehavior">What to do when the other one fails.</param>
    public static IResourceBuilder<T> WaitForStart<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitBehavior waitBehavior)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitUntilStarted, waitBehavior);

    /// <summary>Starts the resource only when another one has ended as it should.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other one.</param>
    /// <param name="exitCode">The exit code that it should have.</param>
    public static IResourceBuilder<T> WaitForCompletion<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitForCompletion, null, exitCode);

    private static IResourceBuilder<T> Wait<T>(
        IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitType type, WaitBehavior? behavior, int exitCode = 0)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dependency);
        var other = dependency.Resource;
        if (ReferenceEquals(builder.Resource, other))
            throw new DistributedApplicationException($"Resource '{other.Name}' cannot wait for itself.");
        if (builder.Resource is IResourceWithParent child && ReferenceEquals(child.Parent, other))
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' cannot wait for its parent '{other.Name}': it lives in it.");
        return builder.WithRelationship(other, WaitForRelationship)
            .WithAnnotation(new WaitAnnotation(other, type, exitCode) { WaitBehavior = behavior });
    }
}
