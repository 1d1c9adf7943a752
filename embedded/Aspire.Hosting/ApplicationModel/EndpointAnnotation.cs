using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AllocatedEndpoint? _allocatedEndpoint;
    private string? _transport;
    private bool? _isProxied;

    /// <summary>Describes an endpoint.</summary>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="uriScheme"><c>http</c>, <c>https</c>, <c>tcp</c> …; the protocol's name by default.</param>
    /// <param name="transport"><c>http</c>, <c>http2</c>, <c>tcp</c>; follows from the scheme by default.</param>
    /// <param name="name">Name of the endpoint; the scheme by default.</param>
    /// <param name="port">The port that outside callers use; null for any free one.</param>
    /// <param name="targetPort">The port that the process listens on; null for any free one.</param>
    /// <param name="isExternal">Whether it is meant for callers outside the application.</param>
    /// <param name="isProxied">Whether the public port may differ from the port of the process.</param>
    public EndpointAnnotation(
        ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null,
        int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        Name = name ?? UriScheme;
        ResourceNames.Check(Name);
        _transport = transport;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        _isProxied = isProxied;
    }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The port that outside callers use.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the process listens on.</summary>
    public int? TargetPort { get; set; }

    /// <summary>The scheme of the endpoint's URL.</summary>
    public string UriScheme { get; set; }

    /// <summary>The host name or address that the process listens on.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>Name of the endpoint, unique in its resource.</summary>
    public string Name { get; set; }

    /// <summary><c>http</c>, <c>http2</c> or <c>tcp</c>.</summary>
    public string Transport
    {
        get => _transport ?? (UriScheme is "http" or "https" ? "http" : Protocol.ToString().ToLowerInvariant());
        set => _transport = value;
    }

    /// <summary>Whether it is meant for callers outside the application.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether the public port may differ from the port of the process.</summary>
    public bool IsProxied
    {
        get => _isProxied ?? true;
        set => _isProxied = value;
    }

    /// <summary>What <see cref="IsProxied"/> was set to, null where it was not.</summary>
    public bool? IsExplicitlyProxied
    {
        get => _isProxied;
        set => _isProxied = value;
    }

    /// <summary>Where callers reach the endpoint; null until ports were given out.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocatedEndpoint;
        set
        {
            _allocatedEndpoint = value;
            if (value is not null)
                _allocated.TrySetResult(value);
        }
    }

    /// <summary>Whether the launch profile named this endpoint: its port gives way when it is taken.</summary>
    internal bool FromLaunchProfile { get; set; }

    /// <summary>The ports on which the processes of the resource listen, one for each replica.</summary>
    internal IReadOnlyList<int> InstancePorts { get; set; } = [];

    /// <summary>Variable that carries the port to the process.</summary>
    internal string? PortVariable { get; set; }

    internal bool IsHttp => UriScheme is "http" or "https";

    internal async ValueTask<AllocatedEndpoint> WaitForAllocationAsync(CancellationToken cancellationToken) =>
        _allocatedEndpoint ?? await _allocated.Task.WaitAsync(cancellationToken);
}
