using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// One run of an AppHost's entry point on a thread of its own. It pauses where the application is built until the test wants
/// that, and again where it is run until the test is done with it.
/// </summary>
internal sealed class EntryPointRun(
    Assembly assembly, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) : BuilderInterceptor, IDisposable
{
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _mayBuild = new();
    private volatile bool _isAbandoned;

    /// <summary>The builder, with everything in it that the entry point put there.</summary>
    public Task<DistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        var entryPoint = assembly.EntryPoint
            ?? throw new InvalidOperationException($"Assembly '{assembly.GetName().Name}' has no entry point: it is not an AppHost.");
        new Thread(() => Run(entryPoint)) { IsBackground = true, Name = $"{assembly.GetName().Name} entry point" }.Start();
        return _ready.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.Set();
        return _built.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the entry point where it is.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        _mayBuild.Set();
        _ended.TrySetResult();
    }

    public override void OnCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings) =>
        TestDefaults.Apply(options, settings, args, assembly, configure);

    public override void OnCreated(DistributedApplicationBuilder builder)
    {
    }

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
        _ready.TrySetResult(builder);
        _mayBuild.Wait();
        if (_isAbandoned)
            throw new OperationCanceledException("The test does not need the application any more.");
    }

    public override void OnBuilt(DistributedApplication application) => _built.TrySetResult(application);

    public override Task WaitForEndAsync(CancellationToken cancellationToken) => _ended.Task.WaitAsync(cancellationToken);

    public override void OnEnded() => _ended.TrySetResult();

    public void Dispose() => _mayBuild.Dispose();

    private void Run(MethodInfo entryPoint)
    {
        Current = this;
        try
        {
            var result = entryPoint.Invoke(null, entryPoint.GetParameters().Length == 0 ? [] : [args]);
            (result as Task)?.GetAwaiter().GetResult();
            Fail(new InvalidOperationException($"The entry point of '{assembly.GetName().Name}' ended without building an application."));
        }
        catch (TargetInvocationException e)
        {
            Fail(e.InnerException!);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        _ready.TrySetException(e);
        _built.TrySetException(e);
    }
}
