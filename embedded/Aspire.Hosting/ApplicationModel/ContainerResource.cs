namespace Aspire.Hosting.ApplicationModel;

/// <summary>A server that official Aspire runs as a container. Here it is run from local binaries by whoever describes it.</summary>
/// <param name="name">The name.</param>
/// <param name="entrypoint">The program in the container, for the manifest.</param>
public class ContainerResource(string name, string? entrypoint = null)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IComputeResource
{
    /// <summary>The program in the container, for the manifest.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}
