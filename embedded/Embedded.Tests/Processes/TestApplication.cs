using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Embedded.Tests.Processes;

/// <summary>What the process tests share: bounds, the paths of the test host and its service, and looks at processes.</summary>
internal static class TestApplication
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>A bound for one wait.</summary>
    public static CancellationToken Soon => new CancellationTokenSource(Bound).Token;

    public static string HostDirectory => Projects.Embedded_TestHost.ProjectPath;

    public static string ServiceProject => Path.GetFullPath(Path.Combine(HostDirectory, "..", "Embedded.TestService", "Embedded.TestService.csproj"));

    public static IDistributedApplicationTestingBuilder NewBuilder() => DistributedApplicationTestingBuilder.Create();

    public static async Task<DistributedApplication> StartAsync(IDistributedApplicationTestingBuilder builder)
    {
        var app = await builder.BuildAsync(Soon);
        await app.StartAsync(Soon);
        return app;
    }

    public static int ProcessIdOf(ResourceEvent state) => (int)state.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;

    /// <summary>Waits until a condition holds, and fails with what was waited for when it does not in time.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, TimeSpan? bound = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource(bound ?? Bound);
        while (!condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(end.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited in vain: {what}");
            }
        }
    }
}
