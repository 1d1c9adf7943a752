using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its ports before anything starts; they stay the same until the AppHost ends.</summary>
internal sealed class EndpointAllocator(
    PortRegistry ports, ReplicaProxy proxy, IConfiguration configuration, ILogger<DistributedApplication> logger)
{
    private readonly bool _randomPorts = configuration.GetValue<bool>("DcpPublisher:RandomizePorts");

    public void Allocate(IResource resource, int replicas)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedEndpoint is not null)
                continue;
            if (IsProxied(endpoint, replicas))
            {
                endpoint.InstancePorts = endpoint.TargetPort is { } target
                    ? [Preferred(resource, endpoint, target)]
                    : [.. Enumerable.Range(0, replicas).Select(_ => ports.AcquireAny())];
                endpoint.AllocatedEndpoint = new(endpoint, endpoint.TargetHost, Preferred(resource, endpoint, endpoint.Port));
                proxy.Add(resource, endpoint);
            }
            else
            {
                // One process that is free in its port needs nobody in front of it: its own port is the public one.
                var port = Preferred(resource, endpoint, endpoint.TargetPort ?? endpoint.Port);
                endpoint.InstancePorts = [port];
                endpoint.AllocatedEndpoint = new(endpoint, endpoint.TargetHost, port);
            }
        }
    }

    /// <summary>Gives a process that lost its ports to other programs new ones, where nobody asked for those it had.</summary>
    /// <returns>Whether all of its ports are free now.</returns>
    public bool TryMove(IResource resource, ResourceInstance instance)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.InstancePorts.Count > instance.Index))
        {
            var taken = endpoint.InstancePorts[instance.Index];
            if (PortRegistry.IsFree(taken))
                continue;
            if (endpoint.TargetPort is not null)
                return false;
            var port = ports.AcquireAny();
            logger.LogWarning(
                "Port {Taken} of {Resource} ({Endpoint}) was taken by another program; it starts with port {Port}.",
                taken, instance.Id, endpoint.Name, port);
            ports.Release(taken);
            endpoint.InstancePorts = [.. endpoint.InstancePorts.Select((p, i) => i == instance.Index ? port : p)];
            if (endpoint.AllocatedEndpoint!.Port == taken)
                endpoint.AllocatedEndpoint = new(endpoint, endpoint.TargetHost, port);
        }

        return true;
    }

    private static bool IsProxied(EndpointAnnotation endpoint, int replicas) =>
        replicas != 1
        || (endpoint.IsProxied && endpoint.UriScheme == "http" && endpoint is { TargetPort: { } target, Port: { } port } && target != port);

    private int Preferred(IResource resource, EndpointAnnotation endpoint, int? preferred)
    {
        // What is not proxied was given its port by someone who needs it to be that one.
        if (preferred is not { } wanted || (_randomPorts && endpoint.IsExplicitlyProxied != false))
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
