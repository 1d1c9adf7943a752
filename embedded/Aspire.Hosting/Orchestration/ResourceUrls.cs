using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The addresses of a resource in its snapshot: one for each endpoint, then what the model adds and changes.</summary>
internal static class ResourceUrls
{
    public static async Task<ImmutableArray<UrlSnapshot>> OfAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var urls = new List<ResourceUrlAnnotation>();
        if (resource is IResourceWithEndpoints owner)
        {
            urls.AddRange(resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.AllocatedEndpoint is not null)
                .Select(e => new ResourceUrlAnnotation { Url = e.AllocatedEndpoint!.UriString, Endpoint = new(owner, e) }));
        }

        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken);
        foreach (var callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToList())
            await callback.Callback(context);
        return [.. context.Urls.Select(Snapshot)];
    }

    public static ImmutableArray<UrlSnapshot> WithActivity(ImmutableArray<UrlSnapshot> urls, bool isActive) =>
        [.. urls.Select(u => u with { IsInactive = !isActive })];

    private static UrlSnapshot Snapshot(ResourceUrlAnnotation url)
    {
        // A path alone counts as an absolute URL of a file where paths begin with a slash.
        var isRelative = url.Url.StartsWith('/') || !Uri.TryCreate(url.Url, UriKind.Absolute, out _);
        var address = isRelative && url.Endpoint is { IsAllocated: true } endpoint
            ? new Uri(new Uri(endpoint.Url), url.Url).ToString()
            : url.Url;
        return new(url.Endpoint?.EndpointName, address, url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            IsInactive = true,
            DisplayProperties = new(url.DisplayText ?? "", url.DisplayOrder ?? 0),
        };
    }
}
