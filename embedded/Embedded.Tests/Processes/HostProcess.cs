using System.Diagnostics;

namespace Embedded.Tests.Processes;

/// <summary>The test AppHost as a process of its own, which can be killed without the test dying.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];

    private HostProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>The output so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>The test AppHost's program.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Embedded.TestHost");

    public static HostProcess Start(params string[] arguments) => Start(new ProcessStartInfo(Program, arguments));

    /// <summary>Starts it in another way, or in another environment.</summary>
    public static HostProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        start.Environment.TryAdd("DcpPublisher__RandomizePorts", "true");
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        var host = new HostProcess(new Process { StartInfo = start });
        host._process.OutputDataReceived += (_, e) => host.Add(e.Data);
        host._process.ErrorDataReceived += (_, e) => host.Add(e.Data);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    public Task UntilReadyAsync() => TestApplication.UntilAsync(
        () => Output.Contains("All resources are ready", StringComparison.Ordinal) || _process.HasExited, () => $"the test host to be ready:\n{Output}");

    /// <summary>The URL that the host told of a resource.</summary>
    public Uri AddressOf(string resource)
    {
        var mark = $"{resource} is ready: ";
        var line = Output.Split('\n').First(l => l.Contains(mark, StringComparison.Ordinal));
        return new(line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim());
    }

    /// <summary>The processes that carry the mark of this host's run, the host itself not among them.</summary>
    public string? Mark() => LinuxProcesses.ChildrenOf(Id).Select(LinuxProcesses.RunMarkOf).FirstOrDefault(m => m is not null);

    public void Signal(string signal) => Process.Start("kill", [$"-{signal}", $"{Id}"]).WaitForExit();

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestApplication.Soon);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_output)
        {
            if (line is not null)
                _output.Add(line);
        }
    }
}
