using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application is about to start; the model may still be changed.</summary>
/// <param name="services">The services of the AppHost.</param>
/// <param name="model">The application.</param>
public class BeforeStartEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The application.</summary>
    public DistributedApplicationModel Model { get; } = model;
}

/// <summary>All resources were created: what waits for nothing was started.</summary>
/// <param name="services">The services of the AppHost.</param>
/// <param name="model">The application.</param>
public class AfterResourcesCreatedEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The application.</summary>
    public DistributedApplicationModel Model { get; } = model;
}

/// <summary>The ports of a resource are given out.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the AppHost.</param>
public class ResourceEndpointsAllocatedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>The connection string of a resource is known.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the AppHost.</param>
public class ConnectionStringAvailableEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>A resource is about to start; all that it waits for is there.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the AppHost.</param>
public class BeforeResourceStartedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>A resource runs and is healthy for the first time since its start. Those who wait for it go on after the handlers.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the AppHost.</param>
public class ResourceReadyEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>A resource ended.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the AppHost.</param>
/// <param name="resourceEvent">Its last state.</param>
public class ResourceStoppedEvent(IResource resource, IServiceProvider services, ResourceEvent resourceEvent) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>Its last state.</summary>
    public ResourceEvent ResourceEvent { get; } = resourceEvent;
}

/// <summary>A new snapshot of a resource instance.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">The instance: unique also among replicas.</param>
/// <param name="snapshot">The snapshot.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The instance: unique also among replicas.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>The snapshot.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}

/// <summary>A resource was made known; what runs a custom resource begins here.</summary>
/// <param name="resource">The resource.</param>
/// <param name="distributedApplicationEventing">Tells handlers what happens.</param>
/// <param name="resourceLoggerService">Console output of the resources.</param>
/// <param name="resourceNotificationService">States of the resources.</param>
/// <param name="services">The services of the AppHost.</param>
public class InitializeResourceEvent(
    IResource resource, IDistributedApplicationEventing distributedApplicationEventing, ResourceLoggerService resourceLoggerService,
    ResourceNotificationService resourceNotificationService, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Tells handlers what happens.</summary>
    public IDistributedApplicationEventing Eventing { get; } = distributedApplicationEventing;

    /// <summary>Writes to the console output of the resource.</summary>
    public ILogger Logger { get; } = resourceLoggerService.GetLogger(resource);

    /// <summary>States of the resources.</summary>
    public ResourceNotificationService Notifications { get; } = resourceNotificationService;

    /// <summary>The services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}
