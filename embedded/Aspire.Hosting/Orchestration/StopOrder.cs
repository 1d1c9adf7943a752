using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace Aspire.Hosting.Orchestration;

/// <summary>The order of stopping: whoever uses a resource goes before it.</summary>
internal sealed class StopOrder
{
    private readonly Dictionary<IResource, HashSet<IResource>> _dependencies = [];
    private readonly List<IResource> _order = [];
    private readonly IResource? _dashboard;

    public StopOrder(DistributedApplicationModel model)
    {
        _dashboard = model.Resources.FirstOrDefault(r => r.Name == DashboardLauncher.ResourceName);
        foreach (var resource in model.Resources)
            Visit(resource, []);
        // Visited: dependencies first.
        _order.Reverse();
    }

    public IReadOnlyList<IResource> DependentsFirst => _order;

    public IEnumerable<IResource> DependentsOf(IResource resource) =>
        _dependencies.Where(d => d.Value.Contains(resource)).Select(d => d.Key);

    private void Visit(IResource resource, HashSet<IResource> path)
    {
        if (_dependencies.ContainsKey(resource))
            return;
        path.Add(resource);
        var dependencies = new HashSet<IResource>();
        _dependencies[resource] = dependencies;
        // Services that refer to each other form a circle: the reference that would close it does not count.
        foreach (var next in Direct(resource).Where(next => !path.Contains(next)))
        {
            dependencies.Add(next);
            Visit(next, path);
        }

        path.Remove(resource);
        _order.Add(resource);
    }

    private IEnumerable<IResource> Direct(IResource resource)
    {
        // Who stops still sends its last telemetry, and waits long for a receiver that is gone already.
        if (_dashboard is not null && resource.Annotations.OfType<OtlpExporterAnnotation>().Any() && !ReferenceEquals(resource, _dashboard))
            yield return _dashboard;
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
            yield return wait.Resource;
        if (resource is IResourceWithParent child)
            yield return child.Parent;
        foreach (var relationship in resource.Annotations.OfType<ResourceRelationshipAnnotation>())
            yield return relationship.Resource;
    }
}
