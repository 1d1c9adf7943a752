using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

/// <summary>The AppHost as a process that stays open all day.</summary>
public sealed class HostProcessTests
{
    private const int MostMegabytes = 150;
    private const double MostOfACore = 0.05;

    [Fact]
    public async Task An_idle_AppHost_rests_and_is_small()
    {
        using var host = HostProcess.Start();
        await host.UntilReadyAsync();

        // Not from the first moment on: what was compiled in a hurry is compiled again in the background.
        var (load, megabytes) = await RestingLoadAsync(host.Id);

        TestContext.Current.SendDiagnosticMessage("AppHost: {0:0.00} % of a core, {1} MB", load * 100, megabytes);
        Assert.InRange(load, 0, MostOfACore);
        Assert.InRange(megabytes, 1, MostMegabytes);
        host.Signal("TERM");
        await host.ExitAsync();
    }

    [Fact]
    public async Task When_the_dotnet_run_that_started_it_is_killed_the_AppHost_stops()
    {
        using var directory = new TemporaryDirectory();
        var dotnet = Path.Combine(directory.Path, "dotnet");
        File.CreateSymbolicLink(dotnet, "/bin/sh");
        // A shell that is called as `dotnet … run` is, and that stays the parent of what it starts.
        using var run = HostProcess.Start(new ProcessStartInfo(dotnet, ["-c", $"'{HostProcess.Program}'; exit 0", "run"]));
        await run.UntilReadyAsync();
        var host = Assert.Single(LinuxProcesses.ChildrenOf(run.Id), p => LinuxProcesses.CommandOf(p).Contains("Embedded.TestHost", StringComparison.Ordinal));
        var mark = LinuxProcesses.ChildrenOf(host).Select(LinuxProcesses.RunMarkOf).First(m => m is not null);

        run.Signal("KILL");

        await UntilAsync(() => !LinuxProcesses.Exists(host) && LinuxProcesses.LeftOf(mark, []).Count == 0, () => $"the AppHost to stop\n{run.Output}");
        Assert.Contains("is gone: the application stops", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_generated_secret_is_kept_for_the_next_run_where_only_the_user_reads_it()
    {
        using var home = new TemporaryDirectory();

        var first = await SecretOfARunAsync(home.Path);
        var second = await SecretOfARunAsync(home.Path);

        Assert.Equal(40, first.Length);
        Assert.Equal(first, second);
        var file = Assert.Single(Directory.GetFiles(home.Path, "secrets.json", SearchOption.AllDirectories));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Contains("Parameters:token", await File.ReadAllTextAsync(file, Soon), StringComparison.Ordinal);
    }

    private static async Task<string> SecretOfARunAsync(string home)
    {
        var start = new ProcessStartInfo(HostProcess.Program, ["--persisted=token"]);
        start.Environment["HOME"] = home;
        start.Environment.Remove("APPDATA");
        using var host = HostProcess.Start(start);
        await host.UntilReadyAsync();
        using var client = new HttpClient { BaseAddress = host.AddressOf("first") };
        var secret = await client.GetStringAsync("/env/PERSISTED", Soon);
        host.Signal("TERM");
        Assert.Equal(0, await host.ExitAsync());
        return secret;
    }

    /// <summary>The share of a core that the process used in the quietest of some windows, and the memory it holds.</summary>
    private static async Task<(double Load, int Megabytes)> RestingLoadAsync(int pid)
    {
        var window = TimeSpan.FromSeconds(3);
        var (least, megabytes) = (double.MaxValue, 0);
        using var process = Process.GetProcessById(pid);
        using var timer = new PeriodicTimer(window);
        var (before, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        for (var i = 0; i < 5 && least > MostOfACore; i++)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            process.Refresh();
            var (now, at) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
            least = Math.Min(least, (now - before) / Stopwatch.GetElapsedTime(started, at));
            megabytes = int.Parse(
                File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")).First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture) / 1024;
            (before, started) = (now, at);
        }

        return (least, megabytes);
    }
}
