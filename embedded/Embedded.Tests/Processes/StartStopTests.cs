using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace Embedded.Tests.Processes;

public sealed class StartStopTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Soon => new CancellationTokenSource(Bound).Token;

    [Fact]
    public async Task A_started_program_runs_and_is_gone_after_disposal()
    {
        var builder = DistributedApplicationTestingBuilder.Create();
        builder.AddExecutable("sleeper", "sleep", "/", "1000");
        var app = await builder.BuildAsync(Soon);
        await app.StartAsync(Soon);
        var state = await app.ResourceNotifications.WaitForResourceHealthyAsync("sleeper", Soon);
        var pid = (int)state.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;
        Assert.True(Directory.Exists($"/proc/{pid}"));

        await app.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task A_database_is_ready_for_its_own_login_when_it_is_reported_healthy()
    {
        var builder = DistributedApplicationTestingBuilder.Create();
        builder.AddPostgres("postgres").AddDatabase("things");
        await using var app = await builder.BuildAsync(Soon);
        await app.StartAsync(Soon);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("things", Soon);

        await using var source = Npgsql.NpgsqlDataSource.Create((await app.GetConnectionStringAsync("things", Soon))!);
        await using var command = source.CreateCommand("CREATE TABLE thing (id int); SELECT current_user || '@' || current_database()");

        Assert.Equal("things@things", await command.ExecuteScalarAsync(Soon));
    }
}
