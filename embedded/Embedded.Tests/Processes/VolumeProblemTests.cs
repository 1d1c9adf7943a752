using System.Diagnostics;
using System.Runtime.Versioning;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Postgres.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

/// <summary>Data that the server cannot be started on: one message says why, nothing is changed, and dependents say what they lack.</summary>
public sealed class VolumeProblemTests
{
    [Theory]
    [InlineData("9\n", "were made by PostgreSQL 9")]
    [InlineData("9.6\n", "were made by PostgreSQL 9.6")]
    [InlineData("no number", "were made by PostgreSQL no number")]
    public async Task Data_of_another_version_are_explained(string version, string explanation)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("PG_VERSION", version);

        await AssertExplainedAsync(directory.Path, explanation);

        Assert.Equal(version, await File.ReadAllTextAsync(Path.Combine(directory.Path, "PG_VERSION"), Soon));
    }

    [Fact]
    public async Task A_directory_with_something_else_in_it_is_left_alone()
    {
        using var directory = new TemporaryDirectory();
        var letter = directory.Write("letter.txt", "Dear");

        await AssertExplainedAsync(directory.Path, "holds something else");

        Assert.Equal("Dear", await File.ReadAllTextAsync(letter, Soon));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_directory_that_cannot_be_used_is_explained()
    {
        using var directory = new TemporaryDirectory();
        var data = Directory.CreateDirectory(Path.Combine(directory.Path, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "PG_VERSION"), await MajorAsync(), Soon);
        // As root the server has another account, to which this directory is closed; as anybody else it is closed to oneself.
        File.SetUnixFileMode(data, Signals.IsRoot ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute : UnixFileMode.None);

        await AssertExplainedAsync(data, "cannot be used");
    }

    [Fact]
    public async Task Data_that_another_server_has_open_are_explained_with_its_process()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("PG_VERSION", await MajorAsync());
        // What counts is that the process bears the server's name.
        File.Copy(Executables.Find("sleep")!, Path.Combine(directory.Path, "postgres"));
        using var other = Process.Start(Path.Combine(directory.Path, "postgres"), "1000");
        directory.Write("postmaster.pid", $"{other.Id}\n");
        try
        {
            await AssertExplainedAsync(directory.Path, $"(process {other.Id}) already runs on");
        }
        finally
        {
            other.Kill();
        }
    }

    private static async Task AssertExplainedAsync(string data, string explanation)
    {
        using var log = new RecordedLog();
        var builder = NewBuilder();
        builder.Services.AddSingleton(new EnginePatience { Orphan = TimeSpan.FromMilliseconds(100) });
        builder.Services.AddLogging(logging => logging.AddProvider(log));
        var things = builder.AddPostgres("postgres").WithDataBindMount(data).AddDatabase("things");
        builder.AddExecutable("stops", "sleep", "/", "1000").WaitFor(things, WaitBehavior.StopOnResourceUnavailable);
        builder.AddExecutable("waits", "sleep", "/", "1000").WaitFor(things, WaitBehavior.WaitOnResourceUnavailable);
        await using var app = await StartAsync(builder);

        await app.ResourceNotifications.WaitForResourceAsync("postgres", KnownResourceStates.FailedToStart, Soon);
        await app.ResourceNotifications.WaitForResourceAsync("stops", KnownResourceStates.FailedToStart, Soon);
        var waiting = await app.ResourceNotifications.WaitForResourceAsync(
            "waits", e => e.Snapshot.Properties.Any(p => p.Name == "resource.waitingFor" && ((string)p.Value!).Contains(explanation, StringComparison.Ordinal)), Soon);

        Assert.Equal(KnownResourceStates.Waiting, waiting.Snapshot.State?.Text);
        Assert.Contains(explanation, await LogOfAsync(app, "postgres"), StringComparison.Ordinal);
        Assert.Contains(explanation, await LogOfAsync(app, "stops"), StringComparison.Ordinal);
        Assert.Contains(explanation, await LogOfAsync(app, "waits"), StringComparison.Ordinal);
        // In the AppHost's own log once for each resource, and without a stack trace of the engine.
        var told = log.Entries.Where(r => r.Category == typeof(DistributedApplication).FullName && r.Message.Contains(explanation, StringComparison.Ordinal)).ToList();
        Assert.Single(told, r => r.Message.StartsWith("postgres", StringComparison.Ordinal));
        Assert.Contains(told, r => r.Message.StartsWith("waits", StringComparison.Ordinal));
        Assert.All(told, r => Assert.Null(r.Exception));
    }

    private static async Task<string> MajorAsync() => $"{(await PostgresBinaries.FindAsync(new ConfigurationBuilder().AddEnvironmentVariables().Build(), new(new()), Soon)).Major}\n";
}
