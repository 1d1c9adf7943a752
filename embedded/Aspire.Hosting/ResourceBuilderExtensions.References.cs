using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Gives a resource the connection string of another, as <c>ConnectionStrings__&lt;name&gt;</c> and in parts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    /// <param name="connectionName">Name of the connection; the name of the other resource by default.</param>
    /// <param name="optional">Whether a missing connection string is no error.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        var resource = source.Resource;
        connectionName ??= resource.Name;
        builder.WithRelationship(resource, ReferenceRelationship);
        return builder.WithEnvironment(context =>
        {
            var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName}";
            context.EnvironmentVariables[variable] = new ConnectionStringReference(resource, optional);
            var prefix = ResourceNames.ToVariableName(connectionName).ToUpperInvariant();
            foreach (var (name, value) in resource.GetConnectionProperties())
                context.EnvironmentVariables[$"{prefix}_{name.ToUpperInvariant()}"] = value;
        });
    }

    /// <summary>Lets a resource find another by its name.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        return builder.WithServiceReference(source.Resource, null);
    }

    /// <summary>Lets a resource find another by a name.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    /// <param name="name">The name.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        return builder.WithServiceReference(source.Resource, name);
    }

    /// <summary>Lets a resource find one endpoint of another by the name of the other.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointReference">The endpoint.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(endpointReference);
        builder.WithRelationship(endpointReference.Resource, ReferenceRelationship);
        return builder.WithEnvironment(context => ServiceReference.Add(context, endpointReference));
    }

    /// <summary>Lets a resource find a service outside the application by a name.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name.</param>
    /// <param name="uri">An absolute URL whose path is <c>/</c>.</param>
    /// <exception cref="InvalidOperationException">The URL is relative, or has a path, a query or a fragment.</exception>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
        {
            throw new InvalidOperationException(
                $"'{builder.Resource.Name}' refers to service '{name}' with '{uri}': the URL must be absolute and have nothing after its host and port but '/'.");
        }

        return builder.WithEnvironment($"services__{name}__default__0", uri.ToString())
            .WithEnvironment(ResourceNames.ToVariableName(name), uri.ToString());
    }

    private static IResourceBuilder<TDestination> WithServiceReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceWithServiceDiscovery source, string? name)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithRelationship(source, ReferenceRelationship);
        return builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Annotations.OfType<EndpointAnnotation>())
                ServiceReference.Add(context, new(source, endpoint), name);
        });
    }
}
