namespace Aspire.Hosting.Testing;

/// <summary>Describes an application under test: an AppHost's own description, which the test may change before it is built.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>The application.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
