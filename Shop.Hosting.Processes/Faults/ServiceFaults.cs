using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Hosting.Processes.Faults;

/// <summary>What can be done to the process of a service.</summary>
public static class ServiceFaults
{
    // Aspire gives a process's id under this name in the snapshot of its resource.
    private const string ProcessIdProperty = "executable.pid";

    /// <summary>What services listen to a signal by (<c>Shop.ServiceDefaults.Faults</c>): how many answers each one loses.</summary>
    private const string LostAnswersVariable = "Faults__LostAnswers";
    private const int LostAnswers = 3;

    private static readonly TimeSpan SlowRound = TimeSpan.FromSeconds(0.1);

    /// <summary>Lets a service be killed, frozen, slowed down and cut off from its callers by commands.</summary>
    /// <param name="service">The service.</param>
    public static IResourceBuilder<ProjectResource> WithFaults(this IResourceBuilder<ProjectResource> service)
    {
        ArgumentNullException.ThrowIfNull(service);
        // Launched in another way the id is that of a launcher, and a signal would leave the service alone, or behind.
        if (!service.Resource.HasAnnotationOfType<ExecutableAnnotation>()) return service;

        service.WithFault("kill", "Kill", KillAsync, new()
        {
            IconName = "Dismiss",
            Description = "Ends the process as the kernel does when memory runs out (SIGKILL). Start brings it back.",
            ConfirmationMessage = $"Kill {service.Resource.Name}? It is away until it is started again.",
        });
        // Windows has nothing like it.
        if (OperatingSystem.IsWindows()) return service;
        if (service.ApplicationBuilder.MayBeBroken()) service.WithEnvironment(LostAnswersVariable, LostAnswers.ToString(CultureInfo.InvariantCulture));
        return service.WithFault("lose-answers", $"Lose the next {LostAnswers} answers", LoseAnswersAsync, new()
        {
            IconName = "CallMissed",
            Description = $"Has the next {LostAnswers} requests carried out and their callers cut off before they hear of it.",
        }).WithFault("slow-down", $"Slow down for {Fault.Duration.TotalSeconds} s", SlowDownAsync, new()
        {
            IconName = "TopSpeed",
            Description = "Has the process stand still four fifths of the time, as on a machine that others use as well.",
        }).WithFault("freeze", $"Freeze for {Fault.Duration.TotalSeconds} s", FreezeAsync, new()
        {
            IconName = "Pause",
            Description = "Has the process stand still (SIGSTOP): its connections stay open, and nothing answers. It goes on by itself.",
        });
    }

    private static async Task<ExecuteCommandResult> KillAsync(ExecuteCommandContext context)
    {
        var (name, process, _) = ProcessOf(context);
        using (process) process.Kill();

        // Done is what it is when it can be seen, and a Start is not one too many.
        await context.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync(
            name, change => change.ResourceId == context.ResourceName && KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text), context.CancellationToken);
        return CommandResults.Success($"{name} was killed. Start brings it back.");
    }

    private static async Task<ExecuteCommandResult> LoseAnswersAsync(ExecuteCommandContext context)
    {
        var (name, process, isHealthy) = ProcessOf(context);
        using (process)
        {
            // Who does not listen to the signal yet dies of it.
            if (!isHealthy) return CommandResults.Failure($"{name} is not healthy.");
            await SignalAsync("USR1", process.Id);
        }

        return CommandResults.Success($"{name} loses its next {LostAnswers} answers.");
    }

    private static async Task<ExecuteCommandResult> FreezeAsync(ExecuteCommandContext context)
    {
        var (name, process, _) = ProcessOf(context);
        using (process)
        {
            try
            {
                await SignalAsync("STOP", process.Id);
                await Fault.LastAsync(context);
            }
            finally
            {
                await SignalAsync("CONT", process.Id);
            }
        }

        return CommandResults.Success($"{name} stood still for {Fault.Duration.TotalSeconds} s.");
    }

    private static async Task<ExecuteCommandResult> SlowDownAsync(ExecuteCommandContext context)
    {
        var (name, process, _) = ProcessOf(context);
        using (process)
        {
            // Counted: it ends by itself, also when nobody is left to end it.
            var rounds = (int)(Fault.Duration / SlowRound);
            using var slowing = Process.Start("/bin/sh", ["-c", string.Create(
                CultureInfo.InvariantCulture,
                $"i=0; while [ $i -lt {rounds} ] && kill -STOP {process.Id} 2>/dev/null; do sleep 0.08; kill -CONT {process.Id}; sleep 0.02; i=$((i+1)); done")]);
            try
            {
                await Fault.LastAsync(context);
            }
            finally
            {
                // Gone before the last word is said: it would have the process stand still once more, and for good.
                slowing.Kill();
                await slowing.WaitForExitAsync();
                await SignalAsync("CONT", process.Id);
            }
        }

        return CommandResults.Success($"{name} was slow for {Fault.Duration.TotalSeconds} s.");
    }

    private static (string Name, Process Process, bool IsHealthy) ProcessOf(ExecuteCommandContext context) =>
        context.Services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(context.ResourceName, out var current)
        && current.Snapshot.State?.Text == KnownResourceStates.Running
        && current.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value is { } id
            ? (current.Resource.Name, Process.GetProcessById(Convert.ToInt32(id, CultureInfo.InvariantCulture)), current.Snapshot.HealthStatus is HealthStatus.Healthy)
            : throw new DistributedApplicationException($"{context.ResourceName} is not running.");

    // By name and by a shell: .NET sends no signals, and their numbers differ between systems. Who has died meanwhile needs none.
    private static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {processId} 2>/dev/null")]);
        await kill.WaitForExitAsync();
    }
}
