using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

/// <summary>A wait never hangs without a reason that can be read.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task A_wait_that_is_given_up_tells_the_state_the_failing_check_and_the_last_output()
    {
        var builder = NewBuilder();
        builder.Services.AddHealthChecks().AddCheck("sick_check", () => HealthCheckResult.Unhealthy("has a fever"));
        builder.AddExecutable("sick", "sh", "/", "-c", "echo nearly there; sleep 1000").WithHealthCheck("sick_check");
        await using var app = await StartAsync(builder);
        await UntilLogAsync(app, "sick", "nearly there");
        await app.ResourceNotifications.WaitForResourceAsync("sick", e => e.Snapshot.HealthReports.Any(r => r.Status == HealthStatus.Unhealthy), Soon);
        using var patience = new CancellationTokenSource();

        var wait = app.ResourceNotifications.WaitForResourceHealthyAsync("sick", patience.Token);
        await patience.CancelAsync();
        var given = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);

        Assert.Contains("it is Running", given.Message, StringComparison.Ordinal);
        Assert.Contains("sick_check: has a fever", given.Message, StringComparison.Ordinal);
        Assert.Contains("nearly there", given.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FailedToStart")]
    [InlineData("Exited")]
    public async Task What_failed_is_not_healthy_though_it_has_no_check(string state)
    {
        var builder = NewBuilder();
        var failing = builder.AddExecutable("failing", "sh", "/", "-c", "exit 5");
        if (state == KnownResourceStates.FailedToStart)
            builder.Eventing.Subscribe<BeforeResourceStartedEvent>(failing.Resource, (_, _) => throw new DistributedApplicationException("no start today"));
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceAsync("failing", state, Soon);

        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("failing", WaitBehavior.StopOnResourceUnavailable, Soon));

        Assert.Contains(state, failure.Message, StringComparison.Ordinal);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("failing", out var last));
        Assert.NotEqual(HealthStatus.Healthy, last.Snapshot.HealthStatus);
    }

    [Fact]
    public async Task Unknown_names_are_refused_at_once_also_for_states_and_commands()
    {
        var builder = NewBuilder();
        builder.AddExecutable("known", "sleep", "/", "1000");
        await using var app = await StartAsync(builder);

        var wait = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceAsync("unknown", KnownResourceStates.Running, Soon));
        var command = await app.ResourceCommands.ExecuteCommandAsync("unknown", KnownResourceCommands.StartCommand, Soon);

        Assert.Contains("'unknown'", wait.Message, StringComparison.Ordinal);
        Assert.Contains("known", wait.Message, StringComparison.Ordinal);
        Assert.False(command.Success);
        Assert.Contains("'unknown'", command.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_runs_already_is_used_through_its_connection_string()
    {
        var builder = NewBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:legacy", "Host=db.example.org;Database=legacy")]);
        var legacy = builder.AddConnectionString("legacy");
        builder.AddProject("service", ServiceProject).WithReference(legacy).WaitFor(legacy).WithHttpHealthCheck("/health");
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);

        using var client = app.CreateHttpClient("service");

        Assert.Equal("Host=db.example.org;Database=legacy", await client.GetStringAsync("/env/ConnectionStrings__legacy", Soon));
    }

    [Fact]
    public async Task Disposal_of_an_application_under_test_leaves_neither_processes_nor_directories()
    {
        var builder = NewBuilder();
        builder.AddPostgres("postgres");
        var app = await StartAsync(builder);
        var server = ProcessIdOf(await app.ResourceNotifications.WaitForResourceHealthyAsync("postgres", Soon));
        var mark = LinuxProcesses.RunMarkOf(server);
        var directory = LinuxProcesses.CommandOf(server).Split(' ').First(w => w.Contains("aspire-run-", StringComparison.Ordinal));
        Assert.NotNull(mark);
        Assert.True(Directory.Exists(directory));

        await app.DisposeAsync();

        Assert.Empty(LinuxProcesses.LeftOf(mark, [Path.GetDirectoryName(directory)!]));
    }
}
