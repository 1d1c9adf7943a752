namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where an endpoint is reached in this run.</summary>
public class AllocatedEndpoint
{
    /// <summary>Describes where an endpoint is reached.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">Host name or address.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="targetPortExpression">The port of the process, or an expression for it.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Endpoint = endpoint;
        Address = address;
        Port = port;
        TargetPortExpression = targetPortExpression;
    }

    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>Host name or address.</summary>
    public string Address { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The port of the process, or an expression for it.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>The scheme of the endpoint's URL.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary>Address and port.</summary>
    public string EndPointString => $"{Address}:{Port}";

    /// <summary>The URL without a trailing slash.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <inheritdoc/>
    public override string ToString() => UriString;
}
