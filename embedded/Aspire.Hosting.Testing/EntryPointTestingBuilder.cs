namespace Aspire.Hosting.Testing;

/// <summary>The builder of an AppHost whose entry point waits.</summary>
internal sealed class EntryPointTestingBuilder(DistributedApplicationBuilder builder, EntryPointRun run) : TestingBuilder(builder)
{
    public override Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => run.BuildAsync(cancellationToken);

    // An application that was built belongs to the test, which disposes of it itself; without one the entry point must not wait on.
    protected override void End() => run.Abandon();
}
