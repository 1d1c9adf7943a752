using Aspire.Hosting;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class StopBoundTests
{
    // Each of them alone would have an hour.
    private static readonly EnginePatience ShortTogether = new() { StopOne = TimeSpan.FromHours(1), StopAll = TimeSpan.FromMilliseconds(500) };

    [Fact]
    public void The_bound_of_a_stop_holds_all_graces_together()
    {
        var patience = new EnginePatience();

        Assert.True(patience.StopOne < patience.StopAll);
        Assert.True(patience.StopAll < EnginePatience.StopEverything);
    }

    [Fact]
    public async Task However_many_depend_on_each_other_the_stop_has_one_bound_and_the_database_is_closed_cleanly()
    {
        var builder = NewBuilder();
        builder.Services.AddSingleton(ShortTogether);
        var postgres = builder.AddPostgres("postgres");
        var last = builder.AddExecutable("last", "sh", "/", "-c", Stubborn).WaitFor(postgres);
        var middle = builder.AddExecutable("middle", "sh", "/", "-c", Stubborn).WaitFor(last);
        builder.AddExecutable("first", "sh", "/", "-c", Stubborn).WaitFor(middle);
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("first", Soon);

        await app.StopAsync(Soon);

        Assert.NotEqual(0, ExitCodeOf(app, "first"));
        Assert.NotEqual(0, ExitCodeOf(app, "last"));
        Assert.Equal(0, ExitCodeOf(app, "postgres"));
        Assert.Contains("database system is shut down", await LogOfAsync(app, "postgres"), StringComparison.Ordinal);
    }

    private const string Stubborn = "trap '' TERM INT; while :; do sleep 1; done";

    private static int? ExitCodeOf(DistributedApplication app, string resource) =>
        app.ResourceNotifications.TryGetCurrentState(resource, out var state) ? state.Snapshot.ExitCode : null;
}
