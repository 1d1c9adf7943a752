using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives each resource instance the supervisor that fits it.</summary>
internal sealed class SupervisorFactory(
    EnvironmentComposer composer, PortKeeper ports, EnginePatience patience, ProcessGuard guard, ResourceNotificationService notifications, ResourceLoggerService logs,
    IDistributedApplicationEventing eventing, HealthCheckService checks, IOptions<ResourceNotificationServiceOptions> options,
    IServiceProvider services, TimeProvider time, ILogger<DistributedApplication> logger)
{
    public Supervisor Create(IResource resource, ResourceInstance instance)
    {
        HealthMonitor Monitor() => new(resource, instance, checks, notifications, eventing, services, time);
        return LauncherOf(resource) is { } launcher
            ? new ProcessSupervisor(
                resource, instance, launcher, Dependencies(resource), Monitor, composer, ports, patience, guard, notifications, logs, eventing, services, time, logger)
            : new LogicalSupervisor(resource, instance, Monitor, notifications, eventing, logs, services, time, logger);
    }

    public DependencyWaiter Dependencies(IResource resource) =>
        new(resource, notifications, logs, options.Value.DefaultWaitBehavior, time);

    public static ProcessLauncher? LauncherOf(IResource resource) => resource.Annotations.OfType<ProcessLauncher>().LastOrDefault();
}
