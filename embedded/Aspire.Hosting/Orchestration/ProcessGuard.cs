using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// A small process beside the AppHost that ends everything of the run when the AppHost is killed: it notices because the pipe that
/// it reads from closes, which no signal can prevent. It is started again if someone ends it.
/// </summary>
internal sealed class ProcessGuard(RunIdentity run, ILogger<ProcessGuard> logger) : IAsyncDisposable
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, string> _processes = [];
    private readonly HashSet<string> _directories = [];
    private readonly HashSet<string> _dataDirectories = [];
    private Process? _guard;
    private bool _done;

    public int? ProcessId => _guard?.Id;

    /// <summary>Starts the guard, so that it is there before the first child is.</summary>
    public void EnsureStarted()
    {
        lock (_lock)
        {
            if (_guard is null && !_done && !OperatingSystem.IsWindows())
                Start();
        }
    }

    public void Register(int pid, string? databaseDirectory)
    {
        lock (_lock)
        {
            var kind = databaseDirectory is null ? "pid" : "postgres";
            _processes[pid] = string.Create(CultureInfo.InvariantCulture, $"{kind} {pid}");
            Tell(_processes[pid]);
        }
    }

    public void Unregister(int pid)
    {
        lock (_lock)
        {
            if (_processes.Remove(pid))
                Tell(string.Create(CultureInfo.InvariantCulture, $"gone {pid}"));
        }
    }

    /// <summary>A directory of the run, removed with it; without spaces in its path.</summary>
    public void RegisterDirectory(string path)
    {
        EnsureStarted();
        lock (_lock)
        {
            _directories.Add(path);
            Tell($"dir {path}");
        }
    }

    /// <summary>A database's directory that is kept: a server in it is ended, the directory stays.</summary>
    public void RegisterDataDirectory(string path)
    {
        lock (_lock)
        {
            if (_dataDirectories.Add(path))
                Tell($"data {path}");
        }
    }

    /// <summary>All processes have ended as they should: the guard goes, and the directories of the run with it.</summary>
    public async ValueTask DisposeAsync()
    {
        Process? guard;
        lock (_lock)
        {
            if (_done)
                return;
            _done = true;
            Tell("done");
            guard = _guard;
            guard?.StandardInput.Close();
        }

        foreach (var directory in _directories)
            RunDirectory.Delete(directory);
        if (guard is null)
            return;
        try
        {
            await guard.WaitForExitAsync().WaitAsync(ExitTimeout);
        }
        catch (TimeoutException)
        {
            guard.Kill();
        }

        guard.Dispose();
    }

    private void Start()
    {
        string[] command = [.. Executables.SessionWrapper, "/bin/sh", "-c", GuardScript.Text, "aspire-guard", $"{RunIdentity.Variable}={run.Id}"];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment.Remove(RunIdentity.Variable);
        var guard = new Process { StartInfo = start, EnableRaisingEvents = true };
        guard.Exited += (_, _) => Replace(guard);
        guard.Start();
        guard.StandardInput.AutoFlush = true;
        _guard = guard;
        foreach (var directory in _directories)
            Tell($"dir {directory}");
        foreach (var directory in _dataDirectories)
            Tell($"data {directory}");
        foreach (var line in _processes.Values)
            Tell(line);
    }

    private void Replace(Process ended)
    {
        lock (_lock)
        {
            if (_done || !ReferenceEquals(_guard, ended))
                return;
            logger.LogWarning("The process that guards this run against leftovers was ended from outside; another one takes its place.");
            Start();
        }
    }

    private void Tell(string line)
    {
        try
        {
            _guard?.StandardInput.WriteLine(line);
        }
        catch (IOException)
        {
            // The guard is being ended right now: its successor is told everything again.
        }
    }
}
