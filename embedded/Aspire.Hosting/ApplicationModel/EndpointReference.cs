using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of an endpoint's address.</summary>
public enum EndpointProperty
{
    /// <summary>The whole URL.</summary>
    Url,

    /// <summary>The host name or address.</summary>
    Host,

    /// <summary>The address in dotted form.</summary>
    IPV4Host,

    /// <summary>The port that callers use.</summary>
    Port,

    /// <summary>The scheme of the URL.</summary>
    Scheme,

    /// <summary>The port that the process listens on.</summary>
    TargetPort,

    /// <summary>Host and port with a colon between them.</summary>
    HostAndPort,
}

/// <summary>An endpoint of a resource, by name: it may be described before or after it is referred to.</summary>
public sealed class EndpointReference : IExpressionValue, IValueWithReferences
{
    private EndpointAnnotation? _annotation;

    /// <summary>Refers to an endpoint.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpointName">Name of the endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrEmpty(endpointName);
        Resource = owner;
        EndpointName = endpointName;
    }

    /// <summary>Refers to an endpoint.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpoint">The endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint)
        : this(owner, endpoint?.Name!) => _annotation = endpoint;

    /// <summary>The resource.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>Name of the endpoint.</summary>
    public string EndpointName { get; }

    /// <summary>What to say when there is no such endpoint, in place of the usual message.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The endpoint.</summary>
    /// <exception cref="InvalidOperationException">The resource has no endpoint of that name.</exception>
    public EndpointAnnotation EndpointAnnotation => Find() ?? throw new InvalidOperationException(ErrorMessage ?? Describe());

    /// <summary>Whether the resource has such an endpoint.</summary>
    public bool Exists => Find() is not null;

    /// <summary>Whether ports were given out.</summary>
    public bool IsAllocated => EndpointAnnotation.AllocatedEndpoint is not null;

    /// <summary>Whether the scheme is <c>http</c>.</summary>
    public bool IsHttp => string.Equals(Scheme, "http", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the scheme is <c>https</c>.</summary>
    public bool IsHttps => string.Equals(Scheme, "https", StringComparison.OrdinalIgnoreCase);

    /// <summary>The scheme of the URL.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>The host name or address.</summary>
    /// <exception cref="InvalidOperationException">Ports were not given out yet.</exception>
    public string Host => Allocated.Address;

    /// <summary>The port that callers use.</summary>
    /// <exception cref="InvalidOperationException">Ports were not given out yet.</exception>
    public int Port => Allocated.Port;

    /// <summary>The port that the process listens on, where it is fixed.</summary>
    public int? TargetPort => EndpointAnnotation.TargetPort;

    /// <summary>The URL without a trailing slash.</summary>
    /// <exception cref="InvalidOperationException">Ports were not given out yet.</exception>
    public string Url => Allocated.UriString;

    string IManifestExpressionProvider.ValueExpression => $"{{{Resource.Name}.bindings.{EndpointName}.url}}";

    IEnumerable<object> IValueWithReferences.References => [Resource];

    private AllocatedEndpoint Allocated => EndpointAnnotation.AllocatedEndpoint
        ?? throw new InvalidOperationException($"The endpoint '{EndpointName}' of resource '{Resource.Name}' has no address yet.");

    /// <summary>A part of the endpoint's address as a value.</summary>
    /// <param name="property">The part.</param>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <summary>The URL; waits until ports were given out.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(cancellationToken);

    internal string Describe()
    {
        var known = Resource.Annotations.OfType<EndpointAnnotation>().Select(e => $"'{e.Name}'").ToList();
        return $"Resource '{Resource.Name}' has no endpoint '{EndpointName}'"
            + (known.Count == 0 ? "; it has none at all." : $"; it has {string.Join(", ", known)}.");
    }

    internal string Select(AllocatedEndpoint allocated, EndpointProperty property) => property switch
    {
        EndpointProperty.Url => allocated.UriString,
        EndpointProperty.Host => allocated.Address,
        EndpointProperty.IPV4Host => allocated.Address is "localhost" ? "127.0.0.1" : allocated.Address,
        EndpointProperty.Port => allocated.Port.ToString(CultureInfo.InvariantCulture),
        EndpointProperty.Scheme => Scheme,
        EndpointProperty.HostAndPort => allocated.EndPointString,
        EndpointProperty.TargetPort => (EndpointAnnotation.InstancePorts is [var first, ..] ? first : allocated.Port).ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(property), property, "No such part of an endpoint."),
    };

    private EndpointAnnotation? Find() => _annotation ??= Resource.Annotations.OfType<EndpointAnnotation>()
        .FirstOrDefault(e => string.Equals(e.Name, EndpointName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A part of an endpoint's address as a value.</summary>
/// <param name="endpointReference">The endpoint.</param>
/// <param name="property">The part.</param>
public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property) : IExpressionValue, IValueWithReferences
{
    /// <summary>The endpoint.</summary>
    public EndpointReference Endpoint { get; } = endpointReference;

    /// <summary>The part.</summary>
    public EndpointProperty Property { get; } = property;

    /// <summary>The manifest expression, as <c>{api.bindings.http.port}</c>.</summary>
    public string ValueExpression
    {
        get
        {
            var part = Property switch
            {
                EndpointProperty.IPV4Host or EndpointProperty.Host => "host",
                EndpointProperty.TargetPort => "targetPort",
                EndpointProperty.HostAndPort => null,
                _ => Property.ToString().ToLowerInvariant(),
            };
            var binding = $"{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}";
            return part is null ? $"{{{binding}.host}}:{{{binding}.port}}" : $"{{{binding}.{part}}}";
        }
    }

    IEnumerable<object> IValueWithReferences.References => [Endpoint];

    /// <summary>The value; waits until ports were given out.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Endpoint.Select(await Endpoint.EndpointAnnotation.WaitForAllocationAsync(cancellationToken), Property);
}
