using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The addresses of a resource in its snapshot.</summary>
internal static class ResourceUrls
{
    public static ImmutableArray<UrlSnapshot> Of(IResource resource) =>
        [.. resource.Annotations.OfType<EndpointAnnotation>()
            .Where(e => e.AllocatedEndpoint is not null)
            .Select(e => new UrlSnapshot(e.Name, e.AllocatedEndpoint!.UriString, IsInternal: false) { IsInactive = true })];

    public static ImmutableArray<UrlSnapshot> WithActivity(ImmutableArray<UrlSnapshot> urls, bool isActive) =>
        [.. urls.Select(u => u with { IsInactive = !isActive })];
}
