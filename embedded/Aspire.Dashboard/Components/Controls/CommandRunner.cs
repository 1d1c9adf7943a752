using Aspire.Dashboard.ResourceService;
using Aspire.DashboardService.Proto.V1;
using Google.Protobuf.WellKnownTypes;

namespace Aspire.Dashboard.Components.Controls;

/// <summary>A command menu that is open.</summary>
/// <param name="Resource">Whose commands.</param>
/// <param name="X">Where, in pixels from the window's left edge.</param>
/// <param name="Y">Where, in pixels from the window's top edge.</param>
internal sealed record OpenMenu(ResourceView Resource, double X, double Y);

/// <summary>A command that waits for an answer.</summary>
internal sealed record PendingCommand(ResourceView Resource, ResourceCommand Command);

/// <summary>Runs commands for one browser tab: asks first where the command says so, tells the outcome afterwards.</summary>
internal sealed class CommandRunner(ResourceClient client, Toasts toasts)
{
    /// <summary>Raised when a menu or a question opens or closes.</summary>
    internal event Action? Changed;

    /// <summary>The menu that is open, or null.</summary>
    internal OpenMenu? Menu { get; private set; }

    /// <summary>The question that is open, or null.</summary>
    internal PendingCommand? Pending { get; private set; }

    /// <summary>Opens or closes the menu.</summary>
    internal void Show(OpenMenu? menu)
    {
        Menu = menu;
        Changed?.Invoke();
    }

    /// <summary>Begins a command: asks, or runs it at once where there is nothing to ask.</summary>
    internal Task BeginAsync(ResourceView resource, ResourceCommand command)
    {
        Menu = null;
        if (command.HasConfirmationMessage || command.ArgumentInputs.Count > 0)
        {
            Pending = new PendingCommand(resource, command);
            Changed?.Invoke();
            return Task.CompletedTask;
        }

        Changed?.Invoke();
        return RunAsync(resource, command, new Dictionary<string, Value>());
    }

    /// <summary>The person changed their mind.</summary>
    internal void Cancel()
    {
        Pending = null;
        Changed?.Invoke();
    }

    /// <summary>The person agreed.</summary>
    internal Task ConfirmAsync(IReadOnlyDictionary<string, Value> arguments)
    {
        if (Pending is not { } pending)
            return Task.CompletedTask;

        Cancel();
        return RunAsync(pending.Resource, pending.Command, arguments);
    }

    private async Task RunAsync(ResourceView resource, ResourceCommand command, IReadOnlyDictionary<string, Value> arguments)
    {
        var answer = await client.ExecuteAsync(resource, command, arguments, CancellationToken.None);
        var what = $"{resource.DisplayName}: {command.DisplayName}";
#pragma warning disable CS0612 // Older AppHosts know this field only.
        var message = answer.HasMessage ? answer.Message : answer.HasErrorMessage ? answer.ErrorMessage : null;
#pragma warning restore CS0612
        var result = answer.Result is { Value.Length: > 0 } r ? r.Value : null;
        switch (answer.Kind)
        {
            case ResourceCommandResponseKind.Succeeded:
                toasts.Show(new Toast(false, $"{what} succeeded", message, result));
                break;
            case ResourceCommandResponseKind.Cancelled:
                toasts.Show(new Toast(false, $"{what} was cancelled", message));
                break;
            default:
                toasts.Show(new Toast(true, $"{what} failed", message, result));
                break;
        }
    }
}
