using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A child process in a session of its own, its output in the resource's log, known to the guard.</summary>
internal sealed class ManagedProcess
{
    // A grandchild may hold the pipes open for ever: the exit counts, not the end of the output.
    private static readonly TimeSpan OutputDrain = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan DatabaseGrace = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly ProcessSpec _spec;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ManagedProcess(Process process, ProcessSpec spec)
    {
        _process = process;
        _spec = spec;
    }

    public int Id { get; private set; }

    /// <summary>The exit code, once the process is gone and its output read.</summary>
    public Task<int> Exited => _exited.Task;

    public static ManagedProcess Start(ProcessSpec spec, ResourceLog log, ProcessGuard guard)
    {
        string[] command = [.. Executables.SessionWrapper, .. spec.Wrapper, spec.FileName, .. spec.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;

        var managed = new ManagedProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, spec);
        managed.Run(log, guard);
        return managed;
    }

    /// <summary>Asks the process to stop, and kills it when it does not in time or when patience ends.</summary>
    /// <param name="grace">The time that it has.</param>
    /// <param name="killNow">Ends the patience; a database server still gets what it needs to close its files.</param>
    public async Task StopAsync(TimeSpan grace, CancellationToken killNow)
    {
        Signals.Send(Id, _spec.StopSignal);
        if (OperatingSystem.IsWindows())
            _process.Kill(entireProcessTree: true);
        if (await EndsWithinAsync(grace, killNow))
            return;
        if (_spec.DatabaseDirectory is not null)
        {
            if (await EndsWithinAsync(DatabaseGrace, CancellationToken.None))
                return;
            // Ends at once without a checkpoint: the next start recovers. Killing the postmaster would leave its children alone.
            Signals.Send(Id, Signals.Quit);
            if (await EndsWithinAsync(DatabaseGrace, CancellationToken.None))
                return;
        }

        Signals.SendToGroup(Id, Signals.Kill);
        Signals.Send(Id, Signals.Kill);
        await Exited;
    }

    private async Task<bool> EndsWithinAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await Exited.WaitAsync(time, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Run(ResourceLog log, ProcessGuard guard)
    {
        var output = new TaskCompletionSource();
        var error = new TaskCompletionSource();
        _process.OutputDataReceived += (_, e) => Receive(e.Data, false, output);
        _process.ErrorDataReceived += (_, e) => Receive(e.Data, !_spec.ErrorOutputIsLog, error);
        _process.Exited += (_, _) => _ = FinishAsync(Task.WhenAll(output.Task, error.Task), guard);
        _process.Start();
        Id = _process.Id;
        guard.Register(Id, _spec.DatabaseDirectory);
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        void Receive(string? line, bool isError, TaskCompletionSource end)
        {
            if (line is null)
                end.TrySetResult();
            else
                log.Append(line, isError);
        }
    }

    private async Task FinishAsync(Task outputRead, ProcessGuard guard)
    {
        // What the process started itself goes with it. A database's children end by themselves, and must not be killed.
        if (_spec.DatabaseDirectory is null)
            Signals.SendToGroup(Id, Signals.Kill);
        await Task.WhenAny(outputRead, Task.Delay(OutputDrain));
        guard.Unregister(Id);
        _exited.TrySetResult(_process.ExitCode);
        _process.Dispose();
    }
}
