using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The commands that every process has: start, stop, restart.</summary>
internal static class LifecycleCommands
{
    public static void AddTo(IResource resource, ApplicationOrchestrator orchestrator)
    {
        if (SupervisorFactory.LauncherOf(resource) is null)
            return;
        Add(KnownResourceCommands.StartCommand, "Start", "Play", s => !IsUp(s), (supervisor, _) => supervisor.BeginAsync());
        Add(KnownResourceCommands.StopCommand, "Stop", "Stop", IsUp, (supervisor, ct) => supervisor.StopAsync(ct));
        Add(KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", s => s == KnownResourceStates.Running, RestartAsync);

        void Add(string name, string text, string icon, Func<string?, bool> isEnabled, Func<Supervisor, CancellationToken, Task> act) =>
            resource.Annotations.Add(new ResourceCommandAnnotation(
                name, text,
                context => isEnabled(context.ResourceSnapshot.State?.Text) ? ResourceCommandState.Enabled
                    : name == KnownResourceCommands.RestartCommand ? ResourceCommandState.Disabled : ResourceCommandState.Hidden,
                async context =>
                {
                    await act(orchestrator.Supervisors.First(s => s.Instance.Id == context.ResourceName), context.CancellationToken);
                    return CommandResults.Success();
                },
                null, null, null, icon, IconVariant.Filled, isHighlighted: true));
    }

    private static async Task RestartAsync(Supervisor supervisor, CancellationToken cancellationToken)
    {
        await supervisor.StopAsync(cancellationToken);
        await supervisor.BeginAsync();
    }

    private static bool IsUp(string? state) =>
        state is not null && state != KnownResourceStates.NotStarted && !KnownResourceStates.TerminalStates.Contains(state);
}
