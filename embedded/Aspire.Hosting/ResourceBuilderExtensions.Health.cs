using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Counts the resource as healthy only while a health check passes that is registered with the services of the AppHost.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="key">Name under which the check is registered.</param>
    /// <exception cref="DistributedApplicationException">The resource has that check already.</exception>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(a => a.Key == key))
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' has the health check '{key}' already.");
        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>Counts the resource as healthy only while it answers a request as expected.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path; <c>/</c> by default.</param>
    /// <param name="statusCode">The status expected; 200 by default.</param>
    /// <param name="endpointName">The endpoint; the first of <c>http</c> and <c>https</c> by default.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = endpointName
            ?? builder.Resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.IsHttp)?.Name
            ?? "http";
        return builder.WithHttpHealthCheck(() => new(builder.Resource, name), path, statusCode);
    }

    /// <summary>Counts the resource as healthy only while it answers a request as expected.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointSelector">Gives the endpoint.</param>
    /// <param name="path">The path; <c>/</c> by default.</param>
    /// <param name="statusCode">The status expected; 200 by default.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        var endpoint = (endpointSelector ?? (() => new(builder.Resource, "http")))();
        path ??= "/";
        var status = statusCode ?? (int)HttpStatusCode.OK;
        var key = $"{builder.Resource.Name}_{endpoint.EndpointName}_{path}_{status}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().AddCheck(key, new EndpointHealthCheck(endpoint, path, status));
        return builder.WithHealthCheck(key);
    }
}
