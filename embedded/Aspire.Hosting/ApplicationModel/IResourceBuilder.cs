namespace Aspire.Hosting.ApplicationModel;

/// <summary>What happens to annotations of the same type when one is added.</summary>
public enum ResourceAnnotationMutationBehavior
{
    /// <summary>The new one is added after the others.</summary>
    Append,

    /// <summary>The new one takes the place of all others.</summary>
    Replace,
}

/// <summary>Configures a resource; every verb is an extension method on it.</summary>
/// <typeparam name="T">The type of the resource.</typeparam>
public interface IResourceBuilder<out T> where T : IResource
{
    /// <summary>The application that the resource belongs to.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>The resource.</summary>
    T Resource { get; }

    /// <summary>Attaches an annotation that needs no values.</summary>
    /// <param name="behavior">Whether it joins or replaces those of its type.</param>
    IResourceBuilder<T> WithAnnotation<TAnnotation>(
        ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation, new() => WithAnnotation(new TAnnotation(), behavior);

    /// <summary>Attaches an annotation.</summary>
    /// <param name="annotation">The annotation.</param>
    /// <param name="behavior">Whether it joins or replaces those of its type.</param>
    IResourceBuilder<T> WithAnnotation<TAnnotation>(
        TAnnotation annotation, ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation;
}
