using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>Ways into an application under test.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client for an endpoint of a resource.</summary>
    /// <param name="app">The application, started.</param>
    /// <param name="resourceName">The resource.</param>
    /// <param name="endpointName">The endpoint; <c>http</c> or else <c>https</c> by default.</param>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app.GetEndpoint(resourceName, endpointName) };

    /// <summary>The URL of an endpoint of a resource.</summary>
    /// <param name="app">The application, started.</param>
    /// <param name="resourceName">The resource.</param>
    /// <param name="endpointName">The endpoint; <c>http</c> or else <c>https</c> by default.</param>
    /// <exception cref="ArgumentException">There is no such resource or endpoint.</exception>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var resource = Find(app, resourceName) as IResourceWithEndpoints
            ?? throw new ArgumentException($"Resource '{resourceName}' has no endpoints.", nameof(resourceName));
        string[] names = endpointName is null ? ["http", "https"] : [endpointName];
        var endpoint = names.Select(n => new EndpointReference(resource, n)).FirstOrDefault(e => e.Exists)
            ?? throw new ArgumentException(new EndpointReference(resource, names[0]).Describe(), nameof(endpointName));
        return endpoint.IsAllocated
            ? new(endpoint.Url)
            : throw new InvalidOperationException("The application is not started: its endpoints have no addresses yet.");
    }

    /// <summary>The connection string of a resource.</summary>
    /// <param name="app">The application, started.</param>
    /// <param name="resourceName">The resource.</param>
    /// <param name="cancellationToken">Ends the wait for its parts.</param>
    /// <exception cref="ArgumentException">There is no such resource, or it has none.</exception>
    public static ValueTask<string?> GetConnectionStringAsync(
        this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        Find(app, resourceName) is IResourceWithConnectionString resource
            ? resource.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"Resource '{resourceName}' has no connection string.", nameof(resourceName));

    private static IResource Find(DistributedApplication app, string resourceName)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentException.ThrowIfNullOrEmpty(resourceName);
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        return model.Resources.TryGetByName(resourceName, out var resource)
            ? resource
            : throw new ArgumentException(
                $"There is no resource '{resourceName}'. Known are: {string.Join(", ", model.Resources.Select(r => r.Name))}.", nameof(resourceName));
    }
}
