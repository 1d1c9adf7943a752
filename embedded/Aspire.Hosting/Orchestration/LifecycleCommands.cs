using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The commands that every process has: start, stop, restart, and for a project rebuild.</summary>
internal static class LifecycleCommands
{
    public static void AddTo(IResource resource, ApplicationOrchestrator orchestrator)
    {
        if (SupervisorFactory.LauncherOf(resource) is not { } launcher)
            return;
        Add(KnownResourceCommands.StartCommand, "Start", "Play", s => !IsUp(s), (supervisor, _) => Always(supervisor.BeginAsync()));
        Add(KnownResourceCommands.StopCommand, "Stop", "Stop", IsUp, (supervisor, ct) => Always(supervisor.StopAsync(ct)));
        Add(KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", s => s == KnownResourceStates.Running, RestartAsync);
        if (launcher.CanRebuild)
        {
            Add(
                KnownResourceCommands.RebuildCommand, "Rebuild", "ArrowSync",
                s => s != KnownResourceStates.Building, (supervisor, ct) => supervisor.RebuildAsync(ct), isHighlighted: false);
        }

        void Add(
            string name, string text, string icon, Func<string?, bool> isEnabled,
            Func<Supervisor, CancellationToken, Task<ExecuteCommandResult>> act, bool isHighlighted = true) =>
            resource.Annotations.Add(new ResourceCommandAnnotation(
                name, text, context => StateOf(name, isEnabled(context.ResourceSnapshot.State?.Text)),
                context => act(orchestrator.Supervisors.First(s => s.Instance.Id == context.ResourceName), context.CancellationToken),
                null, null, null, icon, IconVariant.Filled, isHighlighted));
    }

    // Start and stop take each other's place; the others stay where they are.
    private static ResourceCommandState StateOf(string name, bool isEnabled) => (isEnabled, name) switch
    {
        (true, _) => ResourceCommandState.Enabled,
        (_, "start" or "stop") => ResourceCommandState.Hidden,
        _ => ResourceCommandState.Disabled,
    };

    private static async Task<ExecuteCommandResult> RestartAsync(Supervisor supervisor, CancellationToken cancellationToken)
    {
        await supervisor.StopAsync(cancellationToken);
        await supervisor.BeginAsync();
        return CommandResults.Success();
    }

    private static async Task<ExecuteCommandResult> Always(Task work)
    {
        await work;
        return CommandResults.Success();
    }

    private static bool IsUp(string? state) =>
        state is not null && state != KnownResourceStates.NotStarted && !KnownResourceStates.TerminalStates.Contains(state);
}
