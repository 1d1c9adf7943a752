using System.Net;
using System.Net.Sockets;
using Shop.Tests.Hosting;
using Xunit.Sdk;

namespace Shop.Tests.AppHosts;

/// <summary>However an AppHost ends, it leaves nothing behind that would be in the next one's way.</summary>
public sealed class AppHostsEnd
{
    private const string Order = "Shop.OrderApi";

    private static readonly (string, string) InsistsOnPorts = ("DcpPublisher__RandomizePorts", "false");

    private static readonly int Kills = Environment.GetEnvironmentVariable("SHOP_FAULTS") == "long" ? 30 : 2;
    private static readonly TimeSpan LatestKill = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Killed_at_random_moments_it_leaves_no_process_and_after_the_next_start_no_directory()
    {
        SkipWithoutProc();
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("Seed {0}", seed);
        var random = new Random(seed);
        var began = DateTime.UtcNow;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var killed = AppHostProcess.Start();
            await Task.Delay(random.NextDouble() * LatestKill, TestContext.Current.CancellationToken);
            killed.Kill();
            await killed.NothingIsLeftAsync();
        }

        await using var next = AppHostProcess.Start();
        using var orders = await next.HealthyAsync(Order);
        Assert.Empty(RunDirectories.Dead(began));
        await next.StopAsync();
        await next.NothingIsLeftAsync();
        Assert.Empty(RunDirectories.Dead(began));
    }

    [Fact]
    public async Task Beside_another_that_has_its_ports_it_says_whose_they_are_and_begins_nothing()
    {
        SkipWithoutProc();
        var began = DateTime.UtcNow;
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var second = AppHostProcess.Start(InsistsOnPorts, ("ASPNETCORE_URLS", $"http://localhost:{port}"));
        var exitCode = await second.EndsAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Port {port} is taken by process {Environment.ProcessId} (Shop.Tests).", second.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Printed, StringComparison.Ordinal);
        await second.NothingIsLeftAsync();
        Assert.Empty(RunDirectories.Dead(began));
    }

    [Fact]
    public async Task An_orchestrator_that_is_killed_takes_all_but_the_AppHost_along_and_the_next_start_copes()
    {
        SkipWithoutProc();
        var began = DateTime.UtcNow;
        await using (var host = AppHostProcess.Start())
        {
            using var orders = await host.HealthyAsync(Order);
            foreach (var dcp in host.Running().Where(process => Path.GetFileName(process.Program) == "dcp" && process.Arguments.Any(IsOrchestrator)))
                await Signals.SendAsync(dcp.Id, "KILL");

            await Eventually.BecomesAsync(
                "all but the AppHost to end", () => Task.FromResult(host.Running()), left => left.Count == 1 && left[0].Id == host.Id);
        }

        await using var next = AppHostProcess.Start();
        using var again = await next.HealthyAsync(Order);
        Assert.Empty(RunDirectories.Dead(began));

        static bool IsOrchestrator(string argument) => argument is "start-apiserver" or "run-controllers";
    }

    [Fact]
    public async Task Asked_to_end_half_way_through_its_start_it_ends()
    {
        SkipWithoutProc();
        await using var host = AppHostProcess.Start();
        await Eventually.BecomesAsync("PostgreSQL's launcher", () => Task.FromResult(host.Running()), running => running.Any(process => process.Program == "/bin/sh"));

        await host.StopAsync();

        await host.NothingIsLeftAsync();
    }

    private static void SkipWithoutProc()
    {
        if (!OperatingSystem.IsLinux()) throw SkipException.ForSkip("Finds the processes of an AppHost in /proc, which only Linux has.");
    }
}
