using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Resources that an AppHost runs itself.</summary>
public static class CustomResourceExtensions
{
    /// <summary>Sets the snapshot that the resource starts with.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="initialSnapshot">The snapshot.</param>
    public static IResourceBuilder<TResource> WithInitialState<TResource>(
        this IResourceBuilder<TResource> builder, CustomResourceSnapshot initialSnapshot) where TResource : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ResourceSnapshotAnnotation(initialSnapshot), ResourceAnnotationMutationBehavior.Replace);
    }
}
