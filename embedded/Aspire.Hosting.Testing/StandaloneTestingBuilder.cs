namespace Aspire.Hosting.Testing;

/// <summary>A builder that the test itself describes an application with.</summary>
internal sealed class StandaloneTestingBuilder(DistributedApplicationBuilder builder) : TestingBuilder(builder)
{
    public override Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => Task.FromResult(Inner.Build());

    protected override void End()
    {
    }
}
