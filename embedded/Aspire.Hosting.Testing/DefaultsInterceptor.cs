using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Gives a builder that the test creates itself the defaults of a test; the rest is the test's own.</summary>
internal sealed class DefaultsInterceptor(string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    : BuilderInterceptor
{
    public override void OnCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings) =>
        TestDefaults.Apply(options, settings, args, null, configure);

    public override void OnCreated(DistributedApplicationBuilder builder)
    {
    }

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
    }

    public override void OnBuilt(DistributedApplication application)
    {
    }

    public override Task WaitForEndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void OnEnded()
    {
    }
}
