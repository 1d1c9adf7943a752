using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Hands the builder and the application of an AppHost over to the test that runs its entry point.</summary>
internal abstract class BuilderInterceptor
{
    private static readonly AsyncLocal<BuilderInterceptor?> CurrentInterceptor = new();

    /// <summary>Flows with the entry point's own execution context, so that tests in parallel do not see each other.</summary>
    public static BuilderInterceptor? Current
    {
        get => CurrentInterceptor.Value;
        set => CurrentInterceptor.Value = value;
    }

    public abstract void OnCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    public abstract void OnCreated(DistributedApplicationBuilder builder);

    /// <summary>Returns when the test wants the application to be built.</summary>
    public abstract void OnBuilding(DistributedApplicationBuilder builder);

    public abstract void OnBuilt(DistributedApplication application);

    public abstract Task WaitForEndAsync(CancellationToken cancellationToken);

    public abstract void OnEnded();
}
