using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Owns the state of one resource instance: nobody else changes it.</summary>
internal abstract class Supervisor(IResource resource, ResourceInstance instance) : IDisposable
{
    public IResource Resource { get; } = resource;

    public ResourceInstance Instance { get; } = instance;

    /// <summary>Starts the instance without waiting for it.</summary>
    public abstract Task BeginAsync();

    /// <summary>Stops the instance and waits until it is gone.</summary>
    /// <param name="killNow">Ends the patience.</param>
    public abstract Task StopAsync(CancellationToken killNow);

    /// <summary>Stops the instance, builds what it runs, and starts it.</summary>
    public virtual Task<ExecuteCommandResult> RebuildAsync(CancellationToken cancellationToken) =>
        Task.FromResult(CommandResults.Failure($"'{Resource.Name}' is nothing that can be built."));

    public abstract void Dispose();
}
