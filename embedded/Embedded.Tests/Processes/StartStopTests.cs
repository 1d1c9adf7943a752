using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class StartStopTests
{
    [Fact]
    public async Task A_started_program_runs_and_is_gone_after_disposal()
    {
        var builder = NewBuilder();
        builder.AddExecutable("sleeper", "sleep", "/", "1000");
        var app = await StartAsync(builder);
        var pid = ProcessIdOf(await app.ResourceNotifications.WaitForResourceHealthyAsync("sleeper", Soon));
        Assert.True(LinuxProcesses.Exists(pid));

        await app.DisposeAsync();

        Assert.False(LinuxProcesses.Exists(pid));
    }

    [Fact]
    public async Task A_database_is_ready_for_its_own_login_when_it_is_reported_healthy()
    {
        var builder = NewBuilder();
        builder.AddPostgres("postgres").AddDatabase("things");
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("things", Soon);

        await using var source = NpgsqlDataSource.Create((await app.GetConnectionStringAsync("things", Soon))!);
        await using var command = source.CreateCommand("CREATE TABLE thing (id int); SELECT current_user || '@' || current_database()");

        Assert.Equal("things@things", await command.ExecuteScalarAsync(Soon));
    }

    [Fact]
    public async Task A_login_of_one_database_is_refused_by_another()
    {
        var builder = NewBuilder();
        var postgres = builder.AddPostgres("postgres");
        postgres.AddDatabase("mine");
        postgres.AddDatabase("yours");
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("yours", Soon);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("mine", Soon);

        var connection = new NpgsqlConnectionStringBuilder(await app.GetConnectionStringAsync("mine", Soon)) { Database = "yours" };
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(async () => await source.OpenConnectionAsync(Soon));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_server_without_password_lets_nobody_in_over_the_network()
    {
        var builder = NewBuilder();
        builder.AddPostgres("postgres");
        await using var app = await StartAsync(builder);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("postgres", Soon);

        var connection = new NpgsqlConnectionStringBuilder(await app.GetConnectionStringAsync("postgres", Soon)) { Password = "guess" };
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(async () => await source.OpenConnectionAsync(Soon));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task A_crash_shows_exit_code_and_last_output_and_the_process_can_be_started_again()
    {
        var builder = NewBuilder();
        builder.AddExecutable("crasher", "sh", "/", "-c", "echo nearly there; echo the reason >&2; exit 7");
        await using var app = await StartAsync(builder);

        await app.ResourceNotifications.WaitForResourceAsync("crasher", KnownResourceStates.Exited, Soon);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("crasher", out var state));
        Assert.Equal(7, state.Snapshot.ExitCode);
        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("crasher", WaitBehavior.StopOnResourceUnavailable, Soon));
        Assert.Contains("exit code 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the reason", failure.Message, StringComparison.Ordinal);

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("crasher", KnownResourceCommands.StartCommand, Soon)).Success);
    }

    [Fact]
    public async Task A_program_that_ends_with_zero_is_finished_and_who_waits_for_completion_goes_on()
    {
        var builder = NewBuilder();
        var first = builder.AddExecutable("first", "true", "/");
        builder.AddExecutable("second", "sleep", "/", "1000").WaitForCompletion(first);
        await using var app = await StartAsync(builder);

        await app.ResourceNotifications.WaitForResourceHealthyAsync("second", Soon);

        Assert.True(app.ResourceNotifications.TryGetCurrentState("first", out var state));
        Assert.Equal(KnownResourceStates.Finished, state.Snapshot.State?.Text);
    }

    [Fact]
    public async Task A_restart_keeps_the_port_and_takes_a_new_process()
    {
        var builder = NewBuilder();
        builder.AddProject("service", ServiceProject).WithHttpHealthCheck("/health");
        await using var app = await StartAsync(builder);
        var before = ProcessIdOf(await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon));
        using var client = app.CreateHttpClient("service");
        Assert.Equal($"{before}", await client.GetStringAsync("/pid", Soon));

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.RestartCommand, Soon)).Success);
        var after = ProcessIdOf(await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon));

        Assert.NotEqual(before, after);
        Assert.Equal($"{after}", await client.GetStringAsync("/pid", Soon));
    }

    [Fact]
    public async Task Processes_that_a_program_started_go_with_it()
    {
        var builder = NewBuilder();
        builder.AddExecutable("parent", "sh", "/", "-c", "sleep 5551 & echo child $!; wait");
        var app = await StartAsync(builder);
        await UntilLogAsync(app, "parent", "child ");
        var line = (await LogOfAsync(app, "parent")).Split('\n').First(l => l.Contains("child ", StringComparison.Ordinal));
        var child = int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
        Assert.True(LinuxProcesses.Exists(child));

        await app.DisposeAsync();

        await UntilAsync(() => !LinuxProcesses.Exists(child), "the child to be gone");
    }
}
