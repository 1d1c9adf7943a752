using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its ports before anything starts; they stay the same until the AppHost ends.</summary>
internal sealed class EndpointAllocator(PortRegistry ports, IConfiguration configuration, ILogger logger)
{
    private readonly bool _randomPorts = configuration.GetValue<bool>("DcpPublisher:RandomizePorts");

    public void Allocate(IResource resource, int replicas)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedEndpoint is not null)
                continue;
            endpoint.InstancePorts = replicas == 1
                ? [Single(resource, endpoint)]
                : [.. Enumerable.Range(0, replicas).Select(_ => ports.AcquireAny())];
            var port = replicas == 1 ? endpoint.InstancePorts[0] : Preferred(resource, endpoint, endpoint.Port);
            endpoint.AllocatedEndpoint = new(endpoint, endpoint.TargetHost, port);
        }
    }

    private int Single(IResource resource, EndpointAnnotation endpoint) => Preferred(resource, endpoint, endpoint.TargetPort ?? endpoint.Port);

    private int Preferred(IResource resource, EndpointAnnotation endpoint, int? preferred)
    {
        if (preferred is not { } wanted || _randomPorts)
            return ports.AcquireAny();
        var port = ports.AcquireFrom(wanted);
        if (port != wanted)
        {
            logger.LogWarning(
                "Port {Wanted} of {Resource} ({Endpoint}) is taken by another process; it listens on {Port} in this run.",
                wanted, resource.Name, endpoint.Name, port);
        }

        return port;
    }
}
