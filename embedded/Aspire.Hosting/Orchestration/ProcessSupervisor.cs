using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// The state machine of a process: NotStarted → Waiting → Starting → Running → Stopping → Exited, or Finished when it ended by
/// itself with code 0, or FailedToStart. One run follows another; commands are taken one at a time.
/// </summary>
internal sealed class ProcessSupervisor(
    IResource resource, ResourceInstance instance, ProcessLauncher launcher, DependencyWaiter dependencies, Func<HealthMonitor> newMonitor,
    EnvironmentComposer composer, PortKeeper ports, EnginePatience patience, ProcessGuard guard, ResourceNotificationService notifications, ResourceLoggerService logs,
    IDistributedApplicationEventing eventing, IServiceProvider services, TimeProvider time, ILogger logger)
    : Supervisor(resource, instance)
{
    private const int TailLines = 15;
    private const int MostAttempts = 5;

    private readonly SemaphoreSlim _commands = new(1);
    private readonly ILogger _console = logs.GetLogger(instance.Id);
    private CancellationTokenSource _stop = new();
    private CancellationToken _killNow;
    private Task _run = Task.CompletedTask;
    private bool _wasReady;

    // Set before the last state of a run is published: from then on only its traces are cleared away.
    private volatile bool _hasEnded;

    public override async Task BeginAsync()
    {
        await _commands.WaitAsync();
        try
        {
            if (!_run.IsCompleted && !_hasEnded)
                return;
            _hasEnded = false;
            _stop.Dispose();
            _stop = new();
            // Whoever looks after the command sees the new run, not the end of the last one.
            await ResetAsync();
            _run = RunAsync(_run, _stop.Token);
        }
        finally
        {
            _commands.Release();
        }
    }

    public override async Task StopAsync(CancellationToken killNow)
    {
        await _commands.WaitAsync(CancellationToken.None);
        try
        {
            _killNow = killNow;
            await _stop.CancelAsync();
            await _run;
        }
        finally
        {
            _commands.Release();
        }
    }

    public override void Dispose()
    {
        _stop.Dispose();
        _commands.Dispose();
    }

    public override async Task<ExecuteCommandResult> RebuildAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await SetStateAsync(KnownResourceStates.Building);
        try
        {
            await launcher.RebuildAsync(services, Resource, _console, cancellationToken);
        }
        catch (DistributedApplicationException e)
        {
            _console.LogError("{Reason}", e.Message);
            await PublishAsync(s => s with { State = new(KnownResourceStates.Exited, KnownResourceStateStyles.Error) });
            return CommandResults.Failure(e.Message);
        }

        await BeginAsync();
        return CommandResults.Success();
    }

    private async Task RunAsync(Task previous, CancellationToken stop)
    {
        // The caller goes on while the run is prepared.
        await Task.Yield();
        await previous;
        try
        {
            if (dependencies.Any)
            {
                await SetStateAsync(KnownResourceStates.Waiting);
                await dependencies.WaitAsync(TellDependenciesAsync, stop);
                await TellWaitAsync(null);
            }

            await eventing.PublishAsync(new BeforeResourceStartedEvent(Resource, services), stop);
            for (var attempt = 1; await StartAndSuperviseAsync(attempt, stop); attempt++)
                await ResetAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _hasEnded = true;
            await SetStateAsync(KnownResourceStates.Exited);
        }
        catch (Exception e)
        {
            await FailAsync(e);
        }

        await ClearAwayAsync();
    }

    private async Task ClearAwayAsync()
    {
        try
        {
            await launcher.EndedAsync();
            await TellStoppedAsync();
        }
        catch (Exception e)
        {
            logger.LogError(e, "The end of {Resource} could not be followed up.", Instance.Id);
        }
    }

    /// <returns>Whether another program took the process's port before it could, and it is to be started again.</returns>
    private async Task<bool> StartAndSuperviseAsync(int attempt, CancellationToken stop)
    {
        await SetStateAsync(KnownResourceStates.Starting);
        await ports.SecureAsync(Resource, Instance, _wasReady, TellWaitAsync, stop);
        var context = await ContextAsync(stop);
        var spec = await launcher.PrepareAsync(context, stop);
        stop.ThrowIfCancellationRequested();
        var process = ManagedProcess.Start(spec, logs.Log(Instance.Id), guard);
        var isReady = await SuperviseAsync(process, spec, context, stop);
        _wasReady |= isReady;
        var exitCode = await process.Exited;
        var wasStopped = stop.IsCancellationRequested;
        if (!isReady && !wasStopped && exitCode != 0 && attempt < MostAttempts && PortKeeper.HasLost(Resource, Instance))
            return true;
        await PublishExitAsync(exitCode, wasStopped);
        return false;
    }

    /// <returns>Whether the process was ready before it ended.</returns>
    private async Task<bool> SuperviseAsync(ManagedProcess process, ProcessSpec spec, LaunchContext context, CancellationToken stop)
    {
        await PublishRunningAsync(process, spec, context);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var monitoring = MonitorAsync(process, context, running.Token);
        var stopped = new TaskCompletionSource();
        await using (stop.Register(() => stopped.TrySetResult()))
            await Task.WhenAny(process.Exited, stopped.Task);

        var wasReady = notifications.TryGetCurrentState(Instance.Id, out var last) && last.Snapshot.IsReady;
        if (!process.Exited.IsCompleted)
        {
            await SetStateAsync(KnownResourceStates.Stopping);
            await running.CancelAsync();
            await process.StopAsync(patience.StopOne, _killNow);
        }

        await running.CancelAsync();
        await monitoring;
        return wasReady;
    }

    private async Task MonitorAsync(ManagedProcess process, LaunchContext context, CancellationToken cancellationToken)
    {
        try
        {
            await launcher.StartedAsync(context, process, cancellationToken);
            await newMonitor().RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            _console.LogError(e, "Resource '{Resource}' runs but cannot be used.", Instance.Id);
            logger.LogError("{Resource} runs but cannot be used: {Reason}", Instance.Id, e.Message);
        }
    }

    private async Task<LaunchContext> ContextAsync(CancellationToken stop) => new(services, Resource, Instance, _console)
    {
        Inherited = composer.Inherited(),
        Environment = await composer.EnvironmentAsync(Resource, Instance, stop),
        Arguments = await composer.ArgumentsAsync(Resource, Instance, stop),
    };

    private Task ResetAsync() => PublishAsync(s => s with
    {
        State = KnownResourceStates.NotStarted,
        ExitCode = null,
        StopTimeStamp = null,
        IsReady = false,
        HealthReports = [.. Resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => new HealthReportSnapshot(a.Key, null, null, null))],
        Properties = s.Properties.With(SnapshotProperties.FailureReason, null),
    });

    private async Task PublishRunningAsync(ManagedProcess process, ProcessSpec spec, LaunchContext context)
    {
        // A port may have changed since the last start.
        var urls = await ResourceUrls.OfAsync(Resource, composer.ExecutionContext, CancellationToken.None);
        await PublishAsync(s => s with
        {
            State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = time.GetUtcNow().UtcDateTime,
            EnvironmentVariables = [.. spec.Environment.OrderBy(e => e.Key, StringComparer.Ordinal)
                .Select(e => new EnvironmentVariableSnapshot(e.Key, e.Value, context.Environment.ContainsKey(e.Key)))],
            Properties = s.Properties
                .With(SnapshotProperties.ExecutablePid, process.Id)
                .With(SnapshotProperties.ExecutablePath, spec.FileName)
                .With(SnapshotProperties.ExecutableWorkDir, spec.WorkingDirectory)
                .With(SnapshotProperties.ExecutableArgs, spec.Arguments.ToImmutableArray()),
            Urls = ResourceUrls.WithActivity(urls, isActive: true),
        });
    }

    private async Task PublishExitAsync(int exitCode, bool wasStopped)
    {
        var finished = exitCode == 0 && !wasStopped;
        _hasEnded = true;
        await PublishAsync(s => s with
        {
            State = finished
                ? new(KnownResourceStates.Finished, null)
                : new(KnownResourceStates.Exited, wasStopped ? null : KnownResourceStateStyles.Error),
            ExitCode = exitCode,
            StopTimeStamp = time.GetUtcNow().UtcDateTime,
            IsReady = false,
            Properties = s.Properties.With(SnapshotProperties.ExecutablePid, null),
            Urls = ResourceUrls.WithActivity(s.Urls, isActive: false),
        });
        if (finished || wasStopped)
            return;
        var tail = logs.Log(Instance.Id).Tail(TailLines);
        logger.LogError(
            "{Resource} ended with exit code {ExitCode}.{Tail}", Instance.Id, exitCode,
            tail.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" Its last output:\n  {string.Join("\n  ", tail)}"));
    }

    private async Task FailAsync(Exception e)
    {
        _console.LogError("Resource '{Resource}' could not be started: {Reason}", Instance.Id, e.Message);
        logger.LogError(e is DistributedApplicationException ? null : e, "{Resource} could not be started: {Reason}", Instance.Id, e.Message);
        _hasEnded = true;
        await PublishAsync(s => s with
        {
            State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
            StopTimeStamp = time.GetUtcNow().UtcDateTime,
            IsReady = false,
            Properties = s.Properties.With(SnapshotProperties.WaitingFor, null).With(SnapshotProperties.FailureReason, e.Message),
        });
    }

    private async Task TellStoppedAsync()
    {
        if (notifications.TryGetCurrentState(Instance.Id, out var state))
            await eventing.PublishAsync(new ResourceStoppedEvent(Resource, services, state), CancellationToken.None);
    }

    private Task TellDependenciesAsync(string waitingFor, bool isInVain)
    {
        // Nobody looks into the console output of a resource that was never started.
        if (isInVain)
            logger.LogWarning("{Resource} waits for {Dependencies}", Instance.Id, waitingFor);
        return TellWaitAsync(waitingFor);
    }

    private Task TellWaitAsync(string? waitingFor)
    {
        if (waitingFor is not null)
            _console.LogInformation("Waiting for {Dependencies}", waitingFor);
        return PublishAsync(s => s with { Properties = s.Properties.With(SnapshotProperties.WaitingFor, waitingFor) });
    }

    private Task SetStateAsync(string state) => PublishAsync(s => s with { State = state, IsReady = false });

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        notifications.PublishUpdateAsync(Resource, Instance.Id, change);
}
