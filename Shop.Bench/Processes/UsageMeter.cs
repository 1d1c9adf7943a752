namespace Shop.Bench.Processes;

/// <summary>Counts what processes use from its creation until <see cref="StopAsync"/>.</summary>
internal sealed class UsageMeter : IAsyncDisposable
{
    private static readonly TimeSpan MemorySampleInterval = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<WatchedProcess> _processes;
    private readonly TimeSpan[] _cpuAtStart;
    private readonly long[] _peakMemory;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sampling;
    private bool _disposed;

    /// <summary>Starts counting.</summary>
    /// <param name="processes">The processes to count.</param>
    /// <param name="time">The clock of the memory samples.</param>
    public UsageMeter(IReadOnlyList<WatchedProcess> processes, TimeProvider time)
    {
        _processes = processes;
        _peakMemory = new long[processes.Count];
        _cpuAtStart = [.. processes.Select(CpuOf)];
        _sampling = SampleMemoryAsync(time, _stop.Token);
    }

    /// <summary>Stops counting and tells what each process used. A process that ended meanwhile counts as zero, never less.</summary>
    public async Task<IReadOnlyList<ProcessUsage>> StopAsync()
    {
        var cpu = _processes.Select(CpuOf).ToArray();
        await DisposeAsync();
        // A database server has many processes, each costly to sum up: once a window is enough, at its end, when all are up.
        SampleMemory(_ => true);
        return [.. _processes.Select((process, i) => new ProcessUsage(
            process.Name, process.Role, Math.Round(Math.Max(0, (cpu[i] - _cpuAtStart[i]).TotalSeconds), 3), _peakMemory[i]))];
    }

    /// <summary>Stops counting without a result.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _stop.CancelAsync();
        await _sampling;
        _stop.Dispose();
    }

    private static TimeSpan CpuOf(WatchedProcess process) => ProcessReader.Cpu(process.ProcessId, process.WithChildren);

    private async Task SampleMemoryAsync(TimeProvider time, CancellationToken stopped)
    {
        using var timer = new PeriodicTimer(MemorySampleInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopped))
                SampleMemory(process => !process.WithChildren);
        }
        catch (OperationCanceledException)
        {
            // Stopped as asked.
        }
    }

    private void SampleMemory(Func<WatchedProcess, bool> which)
    {
        for (var i = 0; i < _processes.Count; i++)
        {
            if (which(_processes[i]))
                _peakMemory[i] = Math.Max(_peakMemory[i], ProcessReader.MemoryBytes(_processes[i].ProcessId, _processes[i].WithChildren));
        }
    }
}
