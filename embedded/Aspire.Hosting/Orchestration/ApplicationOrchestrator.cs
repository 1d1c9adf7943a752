using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts the application, each resource as soon as what it waits for is there, and stops it in the reverse order.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, SupervisorFactory factory, PortRegistry ports,
    EndpointAllocator allocator, ReplicaProxy proxy, ManifestPublisher publisher, EnginePatience patience,
    ProcessGuard guard, ResourceNotificationService notifications, IDistributedApplicationEventing eventing, IServiceProvider services,
    IConfiguration configuration, AppHostProject project, TimeProvider time, ILogger<DistributedApplication> logger) : IHostedService, IDisposable
{
    private readonly List<Supervisor> _supervisors = [];
    private readonly CancellationTokenSource _killNow = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Task? _stopping;
    private Task _announcements = Task.CompletedTask;

    public IReadOnlyList<Supervisor> Supervisors => _supervisors;

    /// <summary>What comes before anything starts: the handlers that may still change the model, then publishing or checking it.</summary>
    /// <returns>Whether the application is to be run.</returns>
    /// <exception cref="DistributedApplicationException">The model is not one that can run.</exception>
    public async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        var version = typeof(DistributedApplication).Assembly.GetName().Version?.ToString(3);
        logger.LogInformation("Aspire version: {Version} (embedded)", version);
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        if (executionContext.IsPublishMode)
        {
            await publisher.PublishAsync(cancellationToken);
            return false;
        }

        logger.LogInformation("Distributed application starting.");
        logger.LogInformation("Application host directory is: {Directory}", project.Directory ?? Directory.GetCurrentDirectory());
        await ModelCheck.CheckAsync(model, services, cancellationToken);
        return true;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        guard.EnsureStarted();
        await PrepareAsync(cancellationToken);
        await proxy.StartAsync(cancellationToken);
        TellTelemetry();
        _announcements = new StartAnnouncer(model, notifications, time, logger).RunAsync(started, _ended.Token);
        foreach (var supervisor in _supervisors.Where(s => !s.Resource.Annotations.OfType<ExplicitStartupAnnotation>().Any()))
            await supervisor.BeginAsync();
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken);
        logger.LogInformation("Distributed application started. Press Ctrl+C to shut down.");
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            _stopping ??= StopAllAsync();
        // Whoever loses patience no longer gives the processes time to end by themselves.
        cancellationToken.Register(KillNow);
        return _stopping;
    }

    /// <summary>Ends the patience with processes that are stopping.</summary>
    public void KillNow()
    {
        try
        {
            _killNow.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // All is stopped already.
        }
    }

    public void Dispose()
    {
        _killNow.Dispose();
        _ended.Dispose();
        foreach (var supervisor in _supervisors)
            supervisor.Dispose();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources)
        {
            var isProcess = SupervisorFactory.LauncherOf(resource) is not null;
            var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
            var instances = Enumerable.Range(0, isProcess ? replicas : 1)
                .Select(i => (Suffix: RunIdentity.NewSuffix(), Index: i))
                .Select(i => new ResourceInstance(isProcess ? $"{resource.Name}-{i.Suffix}" : resource.Name, i.Suffix, i.Index))
                .ToList();
            resource.Annotations.Add(new InstancesAnnotation(instances));
            if (isProcess)
                allocator.Allocate(resource, replicas);
        }

        foreach (var resource in model.Resources)
        {
            foreach (var instance in resource.Annotations.OfType<InstancesAnnotation>().Last().Instances)
            {
                var supervisor = factory.Create(resource, instance);
                _supervisors.Add(supervisor);
            }

            LifecycleCommands.AddTo(resource, this);
            await PublishInitialAsync(resource, cancellationToken);
            if (resource is IResourceWithEndpoints)
                await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
            if (resource is IResourceWithConnectionString)
                await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
        }
    }

    private async Task PublishInitialAsync(IResource resource, CancellationToken cancellationToken)
    {
        var urls = await ResourceUrls.OfAsync(resource, executionContext, cancellationToken);
        await notifications.PublishUpdateAsync(resource, s => s with
        {
            ResourceType = SupervisorFactory.LauncherOf(resource)?.ResourceType ?? s.ResourceType,
            State = s.State ?? KnownResourceStates.NotStarted,
            CreationTimeStamp = time.GetUtcNow().UtcDateTime,
            Urls = urls,
            Relationships = [.. resource.Annotations.OfType<ResourceRelationshipAnnotation>()
                .Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type)).Distinct()],
            Properties = resource is IResourceWithParent child ? s.Properties.With(SnapshotProperties.ParentName, child.Parent.Name) : s.Properties,
            HealthReports = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => new HealthReportSnapshot(a.Key, null, null, null))],
        });
    }

    private void TellTelemetry()
    {
        if (OtlpConfiguration.Find(configuration) is { } otlp)
            logger.LogInformation("Telemetry goes to {Endpoint} (OTLP, {Protocol}).", otlp.Endpoint, otlp.Protocol);
        else
            logger.LogInformation("Telemetry goes nowhere: {Key} is not set.", OtlpConfiguration.GrpcKey);
    }

    private async Task StopAllAsync()
    {
        await _ended.CancelAsync();
        await _announcements;
        using var lastCall = time.CreateTimer(_ => EndPatience(), null, patience.StopAll, Timeout.InfiniteTimeSpan);
        var order = new StopOrder(model);
        var stops = new Dictionary<IResource, Task>();
        foreach (var resource in order.DependentsFirst)
        {
            var dependents = order.DependentsOf(resource).Select(d => stops.GetValueOrDefault(d, Task.CompletedTask)).ToArray();
            stops[resource] = StopAfterAsync(Task.WhenAll(dependents), resource);
        }

        await Task.WhenAll(stops.Values);
        await proxy.DisposeAsync();
        await guard.DisposeAsync();
        ports.Dispose();
    }

    private void EndPatience()
    {
        logger.LogWarning("Stopping has taken {Seconds:0} s: what still runs is killed.", patience.StopAll.TotalSeconds);
        KillNow();
    }

    private async Task StopAfterAsync(Task dependents, IResource resource)
    {
        await dependents;
        await Task.WhenAll(_supervisors.Where(s => ReferenceEquals(s.Resource, resource)).Select(StopOneAsync));
    }

    private async Task StopOneAsync(Supervisor supervisor)
    {
        try
        {
            await supervisor.StopAsync(_killNow.Token);
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Resource} did not stop as it should.", supervisor.Instance.Id);
        }
    }
}
