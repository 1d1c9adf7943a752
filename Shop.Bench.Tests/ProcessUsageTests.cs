using System.Diagnostics;
using Shop.Bench.Processes;

namespace Shop.Bench.Tests;

public sealed class ProcessUsageTests
{
    [Fact]
    public void A_programs_name_may_hold_spaces_and_parentheses()
    {
        var stat = ProcStat.Parse("4711 (tmux: server (1)) S 42 4711 4711 0 -1 4194560 1 2 3 4 150 50 300 100 20 0 1 0 5 6 7");
        Assert.Equal(new ProcStat(42, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)), stat);
    }

    [Fact]
    public void What_is_no_stat_line_is_refused() => Assert.Throws<FormatException>(() => ProcStat.Parse("no such process"));

    [Fact]
    public async Task The_meter_counts_the_cpu_and_the_memory_of_a_window()
    {
        var meter = new UsageMeter([new WatchedProcess("tests", ProcessRole.Generator, Environment.ProcessId)], TimeProvider.System);
        var spinning = Process.GetCurrentProcess().TotalProcessorTime + TimeSpan.FromMilliseconds(300);
        while (Process.GetCurrentProcess().TotalProcessorTime < spinning)
            Thread.SpinWait(10_000);
        var usage = Assert.Single(await meter.StopAsync());

        Assert.Equal(("tests", ProcessRole.Generator), (usage.Name, usage.Role));
        Assert.InRange(usage.CpuSeconds, 0.25, 60);
        Assert.InRange(usage.PeakMemoryBytes, 10 * 1024 * 1024, 16L * 1024 * 1024 * 1024);
    }

    [Fact]
    public async Task A_process_that_is_gone_counts_as_nothing()
    {
        var meter = new UsageMeter([new WatchedProcess("gone", ProcessRole.Service, int.MaxValue)], TimeProvider.System);
        var usage = Assert.Single(await meter.StopAsync());
        Assert.Equal((0, 0), (usage.CpuSeconds, usage.PeakMemoryBytes));
    }

    [Fact]
    public void The_cpu_of_a_servers_children_counts_with_it_where_they_can_be_found()
    {
        // The child has ended and been waited for: its CPU is in its parent's books only.
        using var child = Process.Start(new ProcessStartInfo("sh", ["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"]))!;
        child.WaitForExit();

        var alone = ProcessReader.Cpu(Environment.ProcessId, withChildren: false);
        var together = ProcessReader.Cpu(Environment.ProcessId, withChildren: true);

        Assert.Equal(ProcessReader.SeesChildren, together - alone > TimeSpan.FromMilliseconds(50));
    }
}
