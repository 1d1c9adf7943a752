using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class RestartTests
{
    [Fact]
    public async Task A_start_waits_until_another_program_gives_the_port_back()
    {
        var builder = NewBuilder();
        builder.AddProject("service", ServiceProject).WithHttpHealthCheck("/health");
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);
        var address = app.GetEndpoint("service");
        await CommandAsync(app, "service", KnownResourceCommands.StopCommand);
        using (var other = ListenOn(address.Port))
        {
            await CommandAsync(app, "service", KnownResourceCommands.StartCommand);
            var waiting = await app.ResourceNotifications.WaitForResourceAsync("service", e => WaitsFor(e) is not null, Soon);
            Assert.Contains($"port {address.Port}", WaitsFor(waiting), StringComparison.Ordinal);
            Assert.Contains($"(process {Environment.ProcessId})", WaitsFor(waiting), StringComparison.Ordinal);
        }

        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);

        Assert.Equal(address, app.GetEndpoint("service"));
        using var client = app.CreateHttpClient("service");
        Assert.Equal("healthy", await client.GetStringAsync("/health", Soon));
    }

    [Fact]
    public async Task A_port_that_stays_taken_fails_the_start_with_the_name_of_who_has_it_and_another_start_works()
    {
        var builder = NewBuilder();
        builder.Services.AddSingleton(new EnginePatience { Port = TimeSpan.FromMilliseconds(100) });
        builder.AddProject("service", ServiceProject).WithHttpHealthCheck("/health");
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);
        var address = app.GetEndpoint("service");
        await CommandAsync(app, "service", KnownResourceCommands.StopCommand);
        using (var other = ListenOn(address.Port))
        {
            await CommandAsync(app, "service", KnownResourceCommands.StartCommand);
            var failure = await Assert.ThrowsAsync<DistributedApplicationException>(
                () => app.ResourceNotifications.WaitForResourceHealthyAsync("service", WaitBehavior.StopOnResourceUnavailable, Soon));
            Assert.Contains($"port {address.Port} of 'service'", failure.Message, StringComparison.Ordinal);
            Assert.Contains($"(process {Environment.ProcessId})", failure.Message, StringComparison.Ordinal);
        }

        await CommandAsync(app, "service", KnownResourceCommands.StartCommand);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);

        Assert.Equal(address, app.GetEndpoint("service"));
    }

    [Fact]
    public async Task A_port_lost_before_anybody_was_told_of_it_is_replaced()
    {
        var builder = NewBuilder();
        var service = builder.AddProject("service", ServiceProject).WithHttpHealthCheck("/health");
        TcpListener? other = null;
        builder.Eventing.Subscribe<BeforeResourceStartedEvent>(service.Resource, (_, _) =>
        {
            other ??= ListenOn(service.GetEndpoint("http").Port);
            return Task.CompletedTask;
        });
        await using var app = await StartAsync(builder);

        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);

        using (other)
            Assert.NotEqual(((IPEndPoint)other!.LocalEndpoint).Port, app.GetEndpoint("service").Port);
        using var client = app.CreateHttpClient("service");
        Assert.Equal("healthy", await client.GetStringAsync("/health", Soon));
    }

    [Fact]
    public async Task A_port_that_a_running_caller_was_told_of_is_not_replaced()
    {
        var builder = NewBuilder();
        var service = builder.AddProject("service", ServiceProject).WithHttpHealthCheck("/health");
        builder.AddExecutable("caller", "sleep", "/", "1000").WithReference(service);
        TcpListener? other = null;
        builder.Eventing.Subscribe<BeforeResourceStartedEvent>(service.Resource, async (e, ct) =>
        {
            await e.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync("caller", KnownResourceStates.Running, ct);
            other ??= ListenOn(service.GetEndpoint("http").Port);
        });
        await using var app = await StartAsync(builder);
        var waiting = await app.ResourceNotifications.WaitForResourceAsync("service", e => WaitsFor(e) is not null, Soon);
        var port = ((IPEndPoint)other!.LocalEndpoint).Port;
        Assert.Contains($"port {port}", WaitsFor(waiting), StringComparison.Ordinal);

        other.Dispose();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);

        Assert.Equal(port, app.GetEndpoint("service").Port);
    }

    [Fact]
    public async Task A_start_that_comes_while_the_last_run_is_cleared_away_is_honoured()
    {
        var builder = NewBuilder();
        var mark = Path.Combine(Path.GetTempPath(), $"started-{Guid.NewGuid():N}");
        var program = builder.AddExecutable("program", "sh", "/", "-c", $"if [ -e {mark} ]; then exec sleep 1000; fi; touch {mark}; exit 3");
        var clearing = new TaskCompletionSource();
        builder.Eventing.Subscribe<ResourceStoppedEvent>(program.Resource, (_, _) => clearing.Task);
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceAsync("program", KnownResourceStates.Exited, Soon);

        await CommandAsync(app, "program", KnownResourceCommands.StartCommand);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("program", out var asked));
        clearing.SetResult();

        await app.ResourceNotifications.WaitForResourceAsync("program", KnownResourceStates.Running, Soon);
        Assert.Equal(KnownResourceStates.NotStarted, asked.Snapshot.State?.Text);
        File.Delete(mark);
    }

    private static string? WaitsFor(ResourceEvent e) => (string?)e.Snapshot.Properties.FirstOrDefault(p => p.Name == "resource.waitingFor")?.Value;
}
