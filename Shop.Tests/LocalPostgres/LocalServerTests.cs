using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shop.Hosting.LocalPostgres;
using Shop.Tests.Hosting;

namespace Shop.Tests.LocalPostgres;

/// <summary>A PostgreSQL resource that is a process of this machine, by itself.</summary>
public sealed class LocalServerTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_restart_keeps_the_data_and_takes_the_databases_along()
    {
        using var bound = new CancellationTokenSource(Bound);
        await using var app = await StartAsync(_ => { }, bound.Token);
        await ExecuteAsync(app, "CREATE TABLE kept AS SELECT 7 AS value");

        await CommandAsync(app, KnownResourceCommands.StopCommand, bound.Token);
        // Each has a state of its own, and only one that has ended can be started.
        foreach (var resource in (string[])["postgres", "db"])
            await app.ResourceNotifications.WaitForResourceAsync(resource, KnownResourceStates.TerminalStates, bound.Token);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(app, "SELECT 1"));
        await CommandAsync(app, KnownResourceCommands.StartCommand, bound.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("db", bound.Token);
        await CommandAsync(app, KnownResourceCommands.RestartCommand, bound.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("db", bound.Token);

        Assert.Equal(7, await ExecuteAsync(app, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task A_kept_directory_is_recovered_after_its_server_was_killed_and_takes_the_new_password()
    {
        using var bound = new CancellationTokenSource(Bound);
        var directory = Path.Combine(Path.GetTempPath(), $"shop-kept-{Guid.NewGuid():N}");
        try
        {
            await using (var first = await StartAsync(postgres => postgres.WithDataBindMount(directory), bound.Token))
            {
                await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 7 AS value");
                var id = int.Parse((await File.ReadAllLinesAsync(Path.Combine(directory, "postmaster.pid"), bound.Token))[0], System.Globalization.CultureInfo.InvariantCulture);
                System.Diagnostics.Process.GetProcessById(id).Kill();
                await first.ResourceNotifications.WaitForResourceAsync("postgres", KnownResourceStates.TerminalStates, bound.Token);
            }

            await using var second = await StartAsync(postgres => postgres.WithDataBindMount(directory), bound.Token);
            Assert.Equal(7, await ExecuteAsync(second, "SELECT value FROM kept"));

            // While it is in use, nobody else may have it.
            await using var third = Describe(postgres => postgres.WithDataBindMount(directory)).Build();
            await third.StartAsync(bound.Token);
            await third.ResourceNotifications.WaitForResourceAsync("postgres", KnownResourceStates.FailedToStart, bound.Token);
        }
        finally
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
            File.Delete(directory + ".lock");
        }
    }

    [Fact]
    public async Task Data_of_another_major_version_are_left_alone()
    {
        using var bound = new CancellationTokenSource(Bound);
        var directory = Directory.CreateTempSubdirectory("shop-old-");
        try
        {
            if (!OperatingSystem.IsWindows()) directory.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "PG_VERSION"), "9\n", bound.Token);
            await using var app = Describe(postgres => postgres.WithDataBindMount(directory.FullName)).Build();
            await app.StartAsync(bound.Token);

            await app.ResourceNotifications.WaitForResourceAsync("postgres", KnownResourceStates.FailedToStart, bound.Token);
            Assert.Equal(["PG_VERSION"], directory.EnumerateFileSystemInfos().Select(file => file.Name));
        }
        finally
        {
            directory.Delete(recursive: true);
            File.Delete(directory.FullName + ".lock");
        }
    }

    [Fact]
    public async Task The_directory_of_a_run_is_gone_when_the_application_has_stopped()
    {
        using var bound = new CancellationTokenSource(Bound);
        string directory;
        await using (var app = await StartAsync(_ => { }, bound.Token))
        {
            directory = Path.GetDirectoryName((string)(await ExecuteAsync(app, "SHOW data_directory"))!)!;
            Assert.True(Directory.Exists(directory));
            await app.StopAsync(bound.Token);
        }

        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task The_directory_of_a_run_is_gone_when_its_start_has_failed()
    {
        using var bound = new CancellationTokenSource(Bound);
        string? directory = null;
        var builder = Describe(_ => { });
        builder.Services.AddHostedService(services => new Failing(async () =>
        {
            var server = services.GetRequiredKeyedService<LocalServer>("postgres");
            directory = await Eventually.BecomesAsync("a directory for the server", () => Task.FromResult(server.Location), made => made is not null);
        }));

        // The server's data are being made when the application fails, and still when it is disposed of.
        await using (var app = builder.Build()) await Assert.ThrowsAsync<NotSupportedException>(() => app.StartAsync(bound.Token));

        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public void Published_it_is_the_official_container()
    {
        var builder = Builder("--operation", "publish", "--publisher", "manifest");
        var postgres = builder.AddPostgres("postgres");
        var before = postgres.Resource.Annotations.ToArray();

        postgres.RunAsLocalServer();

        Assert.Equal(before, postgres.Resource.Annotations);
        Assert.Contains(before, annotation => annotation is ContainerImageAnnotation);
    }

    [Theory]
    [InlineData("Postgres:Mode", "podman", "'Postgres:Mode' is 'auto', 'local' or 'container', not 'podman'.")]
    [InlineData("Postgres:BinDir", "/nowhere", "'Postgres:BinDir' is '/nowhere', but there are no 'postgres' and 'initdb' of version 15 or newer in it.")]
    public void A_setting_that_cannot_be_followed_is_named(string key, string value, string message)
    {
        var builder = Builder();
        builder.Configuration[key] = value;

        Assert.Equal(message, Assert.Throws<DistributedApplicationException>(() => builder.AddPostgres("postgres").RunAsLocalServer()).Message);
    }

    [Fact]
    public void The_container_is_kept_where_it_is_asked_for()
    {
        var builder = Builder();
        builder.Configuration["Postgres:Mode"] = "container";

        Assert.True(builder.AddPostgres("postgres").RunAsLocalServer().Resource.IsContainer());
    }

    // An AppHost of a test's own, with the orchestrator that the shop's AppHost was built with.
    private static IDistributedApplicationBuilder Builder(params string[] arguments)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = arguments, AssemblyName = "Shop.AppHost", DisableDashboard = true });
        builder.Configuration["DcpPublisher:RandomizePorts"] = "true";
        return builder;
    }

    private static IDistributedApplicationBuilder Describe(Action<IResourceBuilder<PostgresServerResource>> configure)
    {
        var builder = Builder();
        var postgres = builder.AddPostgres("postgres");
        configure(postgres);
        postgres.RunAsLocalServer().AddDatabase("db");
        return builder;
    }

    private static async Task<DistributedApplication> StartAsync(Action<IResourceBuilder<PostgresServerResource>> configure, CancellationToken cancellationToken)
    {
        var app = Describe(configure).Build();
        await app.StartAsync(cancellationToken);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("db", cancellationToken);
        return app;
    }

    private static async Task CommandAsync(DistributedApplication app, string command, CancellationToken cancellationToken)
    {
        var result = await app.ResourceCommands.ExecuteCommandAsync("postgres", command, cancellationToken);
        Assert.True(result.Success, $"{command}: {result.Message}");
    }

    private static async Task<object?> ExecuteAsync(DistributedApplication app, string sql)
    {
        await using var source = NpgsqlDataSource.Create(await app.GetConnectionStringAsync("db") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    // One of an application's hosted services, as the dashboard's is, that cannot start.
    private sealed class Failing(Func<Task> until) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await until();
            throw new NotSupportedException();
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
