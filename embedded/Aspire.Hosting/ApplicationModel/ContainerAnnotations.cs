namespace Aspire.Hosting.ApplicationModel;

/// <summary>The image that a container is made from, where the application is deployed as containers.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    /// <summary>The registry.</summary>
    public string? Registry { get; set; }

    /// <summary>The image, without registry and tag.</summary>
    public required string Image { get; set; }

    /// <summary>The tag.</summary>
    public string? Tag { get; set; }
}

/// <summary>What is mounted.</summary>
public enum ContainerMountType
{
    /// <summary>A directory of the machine.</summary>
    BindMount,

    /// <summary>A named place that is kept.</summary>
    Volume,
}

/// <summary>Something that outlives the process, at a place that it knows.</summary>
/// <param name="source">The directory, or the name of the volume; null for a volume without a name.</param>
/// <param name="target">Where the container sees it.</param>
/// <param name="type">What is mounted.</param>
/// <param name="isReadOnly">Whether it is only read.</param>
public sealed class ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly) : IResourceAnnotation
{
    /// <summary>The directory, or the name of the volume; null for a volume without a name.</summary>
    public string? Source { get; } = source;

    /// <summary>Where the container sees it.</summary>
    public string Target { get; } = target;

    /// <summary>What is mounted.</summary>
    public ContainerMountType Type { get; } = type;

    /// <summary>Whether it is only read.</summary>
    public bool IsReadOnly { get; } = isReadOnly;
}

/// <summary>Says how a resource is written to a manifest.</summary>
public class ManifestPublishingCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Says how a resource is written to a manifest.</summary>
    /// <param name="callback">Writes the members of its object; null leaves the resource out.</param>
    public ManifestPublishingCallbackAnnotation(Func<Publishing.ManifestPublishingContext, Task>? callback) => Callback = callback;

    /// <summary>Says how a resource is written to a manifest.</summary>
    /// <param name="callback">Writes the members of its object; null leaves the resource out.</param>
    public ManifestPublishingCallbackAnnotation(Action<Publishing.ManifestPublishingContext>? callback) => Callback = callback is null
        ? null
        : context =>
        {
            callback(context);
            return Task.CompletedTask;
        };

    /// <summary>Leaves the resource out.</summary>
    public static ManifestPublishingCallbackAnnotation Ignore { get; } = new((Func<Publishing.ManifestPublishingContext, Task>?)null);

    /// <summary>Writes the members of its object; null leaves the resource out.</summary>
    public Func<Publishing.ManifestPublishingContext, Task>? Callback { get; }
}
