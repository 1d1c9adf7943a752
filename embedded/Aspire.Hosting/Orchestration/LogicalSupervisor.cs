using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// A resource without a process: a database follows the state of its server, a value is there at once, and what an
/// AppHost publishes itself is only checked for its health while it says that it runs.
/// </summary>
internal sealed class LogicalSupervisor(
    IResource resource, ResourceInstance instance, Func<HealthMonitor> newMonitor, ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing, ResourceLoggerService logs, IServiceProvider services, TimeProvider time, ILogger logger)
    : Supervisor(resource, instance)
{
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public override Task BeginAsync()
    {
        _run = RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken killNow)
    {
        await _stop.CancelAsync();
        await _run;
    }

    public override void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await eventing.PublishAsync(new InitializeResourceEvent(Resource, eventing, logs, notifications, services), stop);
            if (Resource is ParameterResource or ConnectionStringResource)
            {
                await PublishStateAsync(KnownResourceStates.Running);
                await newMonitor().RunAsync(stop);
            }
            else
            {
                await FollowAsync((Resource as IResourceWithParent)?.Parent, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Resource} failed.", Resource.Name);
            await PublishStateAsync(KnownResourceStates.FailedToStart);
        }
    }

    private async Task FollowAsync(IResource? parent, CancellationToken stop)
    {
        var parentId = parent is null ? null : InstancesAnnotation.IdsOf(parent)[0];
        CancellationTokenSource? running = null;
        var monitoring = Task.CompletedTask;
        try
        {
            await foreach (var change in notifications.WatchAsync(stop))
            {
                if (change.ResourceId == parentId && State != change.Snapshot.State?.Text)
                    await PublishStateAsync(change.Snapshot.State?.Text ?? KnownResourceStates.NotStarted);
                else if (change.ResourceId != Instance.Id)
                    continue;

                var isRunning = State == KnownResourceStates.Running;
                if (isRunning && running is null)
                {
                    running = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    monitoring = MonitorAsync(running.Token);
                }
                else if (!isRunning && running is not null)
                {
                    await running.CancelAsync();
                    await monitoring;
                    running = null;
                }
            }
        }
        finally
        {
            if (running is not null)
                await running.CancelAsync();
            await monitoring;
        }
    }

    private string? State => notifications.TryGetCurrentState(Instance.Id, out var current) ? current.Snapshot.State?.Text : null;

    private async Task MonitorAsync(CancellationToken running)
    {
        try
        {
            await newMonitor().RunAsync(running);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
        }
    }

    private Task PublishStateAsync(string state) => notifications.PublishUpdateAsync(Resource, Instance.Id, s => s with
    {
        State = state,
        IsReady = false,
        StartTimeStamp = state == KnownResourceStates.Running ? time.GetUtcNow().UtcDateTime : s.StartTimeStamp,
    });
}
