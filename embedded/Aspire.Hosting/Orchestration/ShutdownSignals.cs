using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// What ends the AppHost besides a first Ctrl+C: a closed terminal, a second Ctrl+C, and the death of the <c>dotnet run</c> that
/// started it, which nobody else would notice.
/// </summary>
internal sealed class ShutdownSignals(
    IHostApplicationLifetime lifetime, ApplicationOrchestrator orchestrator, TimeProvider time, ILogger<DistributedApplication> logger)
    : BackgroundService
{
    private static readonly TimeSpan ParentCheckInterval = TimeSpan.FromSeconds(2);

    private readonly List<PosixSignalRegistration> _registrations = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        }));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
                return;
            logger.LogWarning("Interrupted again: what still runs is killed.");
            orchestrator.KillNow();
        }));
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parent = Signals.ParentProcessId();
        if (!IsDotnetRun(parent))
            return;
        using var timer = new PeriodicTimer(ParentCheckInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Signals.ParentProcessId() == parent)
                    continue;
                logger.LogWarning("The 'dotnet run' that started this AppHost is gone: the application stops.");
                lifetime.StopApplication();
                return;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static bool IsDotnetRun(int pid)
    {
        var file = $"/proc/{pid}/cmdline";
        if (!File.Exists(file))
            return false;
        var words = File.ReadAllText(file).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && Path.GetFileName(words[0]) == "dotnet" && words.Contains("run");
    }
}
