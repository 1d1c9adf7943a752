using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>What a launcher works with.</summary>
internal sealed record LaunchContext(IServiceProvider Services, IResource Resource, ResourceInstance Instance, ILogger Logger)
{
    /// <summary>What the process inherits, without what the model adds.</summary>
    public required Dictionary<string, string> Inherited { get; init; }

    /// <summary>What the model adds.</summary>
    public required Dictionary<string, string> Environment { get; init; }

    public required List<string> Arguments { get; init; }

    public Dictionary<string, string> WholeEnvironment()
    {
        var all = new Dictionary<string, string>(Inherited);
        foreach (var (name, value) in Environment)
            all[name] = value;
        return all;
    }
}

/// <summary>Knows how the process of a resource is started; attached to every resource that is a process.</summary>
internal abstract class ProcessLauncher : IResourceAnnotation
{
    /// <summary>Kind of the resource in snapshots.</summary>
    public abstract string ResourceType { get; }

    /// <summary>Finds what would make every start fail, before anything is started.</summary>
    /// <exception cref="DistributedApplicationException">What is wrong and what to do.</exception>
    public virtual Task ValidateAsync(IServiceProvider services, IResource resource, CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract Task<ProcessSpec> PrepareAsync(LaunchContext context, CancellationToken cancellationToken);

    /// <summary>What has to happen once the process runs, before its health counts.</summary>
    public virtual Task StartedAsync(LaunchContext context, ManagedProcess process, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Builds what is started, where <see cref="CanRebuild"/> says that it can be.</summary>
    /// <exception cref="DistributedApplicationException">It does not build.</exception>
    public virtual Task RebuildAsync(IServiceProvider services, IResource resource, ILogger console, CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual bool CanRebuild => false;

    /// <summary>The process is gone, and what was held for it is let go of.</summary>
    public virtual Task EndedAsync() => Task.CompletedTask;
}
