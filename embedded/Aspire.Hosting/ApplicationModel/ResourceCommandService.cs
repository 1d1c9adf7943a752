using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command is told.</summary>
public sealed class ExecuteCommandContext
{
    /// <summary>Services of the AppHost.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>The instance of the resource.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Ends the work.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Writes to the console output of the resource.</summary>
    public required ILogger Logger { get; init; }
}

/// <summary>How a command ended.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it did what it says.</summary>
    public required bool Success { get; init; }

    /// <summary>Whether it was given up before its end.</summary>
    public bool Canceled { get; init; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>Results of commands.</summary>
public static class CommandResults
{
    /// <summary>The command did what it says.</summary>
    public static ExecuteCommandResult Success() => new() { Success = true };

    /// <summary>The command failed.</summary>
    /// <param name="errorMessage">Why.</param>
    public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, ErrorMessage = errorMessage };

    /// <summary>The command failed.</summary>
    /// <param name="exception">With what.</param>
    public static ExecuteCommandResult Failure(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Failure(exception.Message);
    }

    /// <summary>The command was given up before its end.</summary>
    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
}

/// <summary>Gives commands to resources.</summary>
public class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _logs;
    private readonly DistributedApplicationModel _model;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(
        ResourceNotificationService notifications, ResourceLoggerService logs, DistributedApplicationModel model, IServiceProvider services)
    {
        _notifications = notifications;
        _logs = logs;
        _model = model;
        _services = services;
    }

    /// <summary>Gives a command to one instance of a resource, or to all where the name of the resource is given.</summary>
    /// <param name="resourceId">The instance or the resource.</param>
    /// <param name="commandName">The command.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceId);
        if (_model.Resources.TryGetByName(resourceId, out var resource))
            return ExecuteCommandAsync(resource, commandName, cancellationToken);
        return _notifications.TryGetCurrentState(resourceId, out var state)
            ? ExecuteAsync(state.Resource, state.ResourceId, commandName, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"There is no resource '{resourceId}'."));
    }

    /// <summary>Gives a command to all instances of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">The command.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var results = await Task.WhenAll(
            InstancesAnnotation.IdsOf(resource).Select(id => ExecuteAsync(resource, id, commandName, cancellationToken)));
        return results.FirstOrDefault(r => !r.Success) ?? results[0];
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(
        IResource resource, string resourceId, string commandName, CancellationToken cancellationToken)
    {
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(c => c.Name == commandName);
        if (command is null)
            return CommandResults.Failure($"Resource '{resourceId}' has no command '{commandName}'.");
        if (_notifications.TryGetCurrentState(resourceId, out var state)
            && command.UpdateState(new() { ResourceSnapshot = state.Snapshot, ServiceProvider = _services }) != ResourceCommandState.Enabled)
        {
            return CommandResults.Failure($"Command '{commandName}' cannot be given to '{resourceId}' while it is {state.Snapshot.State?.Text}.");
        }

        var logger = _logs.GetLogger(resourceId);
        try
        {
            return await command.ExecuteCommand(
                new() { ServiceProvider = _services, ResourceName = resourceId, CancellationToken = cancellationToken, Logger = logger });
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Command '{CommandName}' failed.", commandName);
            return CommandResults.Failure(e);
        }
    }
}
