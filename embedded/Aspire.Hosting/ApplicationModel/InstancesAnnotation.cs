namespace Aspire.Hosting.ApplicationModel;

/// <summary>One process of a resource.</summary>
/// <param name="Id">Unique also among replicas.</param>
/// <param name="Suffix">Eight letters that tell it from the other replicas and runs; the telemetry carries it.</param>
/// <param name="Index">Number of the replica, from 0.</param>
internal sealed record ResourceInstance(string Id, string Suffix, int Index);

/// <summary>The instances of a resource, given once the application starts.</summary>
internal sealed record InstancesAnnotation(IReadOnlyList<ResourceInstance> Instances) : IResourceAnnotation
{
    public static IReadOnlyList<string> IdsOf(IResource resource) =>
        resource.Annotations.OfType<InstancesAnnotation>().LastOrDefault() is { } annotation
            ? [.. annotation.Instances.Select(i => i.Id)]
            : [resource.Name];
}
