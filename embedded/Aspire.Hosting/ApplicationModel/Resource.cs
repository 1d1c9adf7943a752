using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A piece of data attached to a resource.</summary>
public interface IResourceAnnotation;

/// <summary>A part of the distributed application: a name and the annotations that say what it is.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application without regard to case.</summary>
    string Name { get; }

    /// <summary>What is known of the resource.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>The annotations of a resource, in the order in which they were added.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;

/// <summary>Base of all resources.</summary>
public abstract class Resource : IResource
{
    /// <summary>Creates a resource.</summary>
    /// <param name="name">Letters, digits and hyphens, starting with a letter, at most 64 characters.</param>
    /// <exception cref="ArgumentException">The name breaks that rule.</exception>
    protected Resource(string name)
    {
        ResourceNames.Check(name);
        Name = name;
    }

    /// <inheritdoc/>
    public virtual string Name { get; }

    /// <inheritdoc/>
    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
