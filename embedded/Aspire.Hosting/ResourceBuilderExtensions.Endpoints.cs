using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Changes an endpoint, or adds one.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointName">Name of the endpoint.</param>
    /// <param name="callback">Changes it.</param>
    /// <param name="createIfNotExists">Whether to add it where there is none; otherwise nothing is done.</param>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(callback);
        var endpoint = Find(builder.Resource, endpointName);
        if (endpoint is not null)
        {
            callback(endpoint);
        }
        else if (createIfNotExists)
        {
            endpoint = new(ProtocolType.Tcp, name: endpointName);
            callback(endpoint);
            builder.Resource.Annotations.Add(endpoint);
        }

        return builder;
    }

    /// <summary>Adds an endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that outside callers use; any free one by default.</param>
    /// <param name="targetPort">The port that the process listens on; any free one by default.</param>
    /// <param name="scheme">The scheme of its URL; <c>tcp</c> by default.</param>
    /// <param name="name">Name of the endpoint; the scheme by default.</param>
    /// <param name="env">The variable that tells the process its port.</param>
    /// <param name="isProxied">Whether the public port may differ from the port of the process.</param>
    /// <param name="isExternal">Whether it is meant for callers outside the application.</param>
    /// <param name="protocol">TCP or UDP.</param>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of that name.</exception>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null,
        string? env = null, bool? isProxied = null, bool? isExternal = null, ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        var endpoint = new EndpointAnnotation(
            protocol ?? ProtocolType.Tcp, uriScheme: scheme, name: name, port: port, targetPort: targetPort, isExternal: isExternal, isProxied: isProxied);
        if (Find(builder.Resource, endpoint.Name) is not null)
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' has an endpoint '{endpoint.Name}' already.");
        builder.WithAnnotation(endpoint);
        if (env is not null && builder.Resource is IResourceWithEnvironment)
        {
            builder.WithAnnotation(new EnvironmentCallbackAnnotation(context =>
                context.EnvironmentVariables[env] = new Orchestration.InstanceValue(
                    i => $"{endpoint.InstancePorts[i.Index]}", $"{{{context.Resource.Name}.bindings.{endpoint.Name}.targetPort}}")));
        }

        return builder;
    }

    /// <summary>Adds an endpoint for http.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that outside callers use; any free one by default.</param>
    /// <param name="targetPort">The port that the process listens on; any free one by default.</param>
    /// <param name="name">Name of the endpoint; <c>http</c> by default.</param>
    /// <param name="env">The variable that tells the process its port.</param>
    /// <param name="isProxied">Whether the public port may differ from the port of the process.</param>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, scheme: "http", name: name, env: env, isProxied: isProxied);

    /// <summary>Adds an endpoint for https.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that outside callers use; any free one by default.</param>
    /// <param name="targetPort">The port that the process listens on; any free one by default.</param>
    /// <param name="name">Name of the endpoint; <c>https</c> by default.</param>
    /// <param name="env">The variable that tells the process its port.</param>
    /// <param name="isProxied">Whether the public port may differ from the port of the process.</param>
    public static IResourceBuilder<T> WithHttpsEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, scheme: "https", name: name, env: env, isProxied: isProxied);

    /// <summary>Marks the http and https endpoints as meant for callers outside the application.</summary>
    /// <param name="builder">The resource.</param>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.IsHttp))
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>Refers to an endpoint, which may be added later.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">Name of the endpoint.</param>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new(builder.Resource, name);
    }

    private static EndpointAnnotation? Find(IResource resource, string endpointName) => resource.Annotations.OfType<EndpointAnnotation>()
        .FirstOrDefault(e => string.Equals(e.Name, endpointName, StringComparison.OrdinalIgnoreCase));
}
