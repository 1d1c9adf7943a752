using System.Diagnostics;
using System.Runtime.Versioning;
using Aspire.Hosting.Orchestration;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class NothingLeftTests
{
    private const int KillsInOneTest = 50;
    private static readonly TimeSpan LongestRunBeforeKill = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_stops_everything_and_the_exit_code_is_zero(string signal)
    {
        using var host = HostProcess.Start();
        await host.UntilReadyAsync();
        var (mark, directories) = Traces(host);

        host.Signal(signal);

        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(LinuxProcesses.LeftOf(mark, directories));
    }

    [Fact]
    public async Task A_second_interrupt_does_not_wait_for_a_program_that_ignores_the_first()
    {
        // Without the second interrupt it would have an hour.
        using var host = HostProcess.Start("--stubborn=endless");
        await host.UntilReadyAsync();
        var (mark, directories) = Traces(host);

        host.Signal("INT");
        await UntilAsync(() => !LinuxProcesses.All().Any(p => LinuxProcesses.RunMarkOf(p) == mark && LinuxProcesses.CommandOf(p).Contains("TestService", StringComparison.Ordinal)), "the services to stop");
        host.Signal("INT");
        await host.ExitAsync();

        Assert.Empty(LinuxProcesses.LeftOf(mark, directories));
    }

    [Fact]
    public async Task A_guard_that_is_killed_is_replaced_and_still_ends_everything()
    {
        using var host = HostProcess.Start();
        await host.UntilReadyAsync();
        var (mark, directories) = Traces(host);
        var guard = GuardOf(host);
        Process.GetProcessById(guard).Kill();
        await UntilAsync(() => GuardOf(host) is var next && next != 0 && next != guard, "another guard");

        host.Signal("KILL");

        await UntilGoneAsync(mark, directories);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_copy_that_the_kill_interrupts_does_not_bring_the_directory_back()
    {
        using var slow = new TemporaryDirectory();
        var begun = Path.Combine(slow.Path, "begun");
        var copy = Path.Combine(slow.Path, "cp");
        // As one in the middle of its work does, it makes the directories that it is about to fill.
        await File.WriteAllTextAsync(
            copy, $"#!/bin/sh\nfor target; do :; done\ntouch '{begun}'\nsleep 8\nmkdir -p \"$target\"\nexec {Executables.Find("cp")} \"$@\"\n");
        File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(HostProcess.Program);
        start.Environment["PATH"] = $"{slow.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using var host = HostProcess.Start(start);
        await UntilAsync(() => File.Exists(begun), () => $"the copy to begin:\n{host.Output}");
        var (mark, directories) = Traces(host);
        Assert.NotEmpty(directories);

        host.Signal("KILL");

        await UntilGoneAsync(mark, directories);
    }

    [Fact]
    public async Task Killed_at_fifty_random_moments_nothing_is_left_each_time()
    {
        // Several at once, as the machine of a developer is busy too; each is looked after by its own guard.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, KillsInOneTest), new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (i, _) =>
            {
                using var host = HostProcess.Start(i % 5 == 0 ? ["--stubborn=yes"] : []);
                var moment = TimeSpan.FromMilliseconds(Random.Shared.Next((int)LongestRunBeforeKill.TotalMilliseconds));
                var (mark, directories) = await LookUntilAsync(host, moment);
                host.Signal("KILL");
                await UntilGoneAsync(mark, directories);
            });
    }

    private static async Task<(string? Mark, HashSet<string> Directories)> LookUntilAsync(HostProcess host, TimeSpan moment)
    {
        string? mark = null;
        HashSet<string> directories = [];
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        do
        {
            var (found, known) = Traces(host);
            mark ??= found;
            directories.UnionWith(known);
        }
        while (watch.Elapsed < moment && await timer.WaitForNextTickAsync());

        return (mark, directories);
    }

    private static Task UntilGoneAsync(string? mark, HashSet<string> directories) => UntilAsync(
        () => LinuxProcesses.LeftOf(mark, directories).Count == 0,
        () => $"everything to be gone: {string.Join("; ", LinuxProcesses.LeftOf(mark, directories))}");

    private static int GuardOf(HostProcess host) => LinuxProcesses.ChildrenOf(host.Id)
        .FirstOrDefault(p => LinuxProcesses.CommandOf(p).Contains("aspire-guard", StringComparison.Ordinal));

    /// <summary>How to recognise what belongs to a run: the mark in its environments, and the directory that its server works in.</summary>
    private static (string? Mark, HashSet<string> Directories) Traces(HostProcess host)
    {
        var directories = LinuxProcesses.ChildrenOf(host.Id).Select(LinuxProcesses.CommandOf)
            .SelectMany(c => c.Split(' '))
            .Where(w => w.StartsWith(Path.Combine(Path.GetTempPath(), "aspire-run-"), StringComparison.Ordinal))
            .Select(w => string.Join('/', w.Split('/').Take(3)))
            .ToHashSet();
        return (host.Mark(), directories);
    }
}
