using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resources of an application.</summary>
public interface IResourceCollection : IList<IResource>
{
    /// <summary>Finds a resource by its name, without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="resource">The resource, where there is one.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource);
}

internal sealed class ResourceCollection : IResourceCollection
{
    private readonly List<IResource> _resources;

    public ResourceCollection() => _resources = [];

    public ResourceCollection(IEnumerable<IResource> resources) => _resources = [.. resources];

    public int Count => _resources.Count;

    public bool IsReadOnly => false;

    public IResource this[int index]
    {
        get => _resources[index];
        set => _resources[index] = value;
    }

    public bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource)
    {
        resource = _resources.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));
        return resource is not null;
    }

    public void Add(IResource item) => _resources.Add(item);

    public void Clear() => _resources.Clear();

    public bool Contains(IResource item) => _resources.Contains(item);

    public void CopyTo(IResource[] array, int arrayIndex) => _resources.CopyTo(array, arrayIndex);

    public int IndexOf(IResource item) => _resources.IndexOf(item);

    public void Insert(int index, IResource item) => _resources.Insert(index, item);

    public bool Remove(IResource item) => _resources.Remove(item);

    public void RemoveAt(int index) => _resources.RemoveAt(index);

    public IEnumerator<IResource> GetEnumerator() => _resources.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
