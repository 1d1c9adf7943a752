using System.Diagnostics;

namespace Shop.Bench.Floors;

/// <summary>
/// A program that runs beside the bench and ends with it: it is given a pipe on its standard input, which the system closes when
/// the bench is gone, however that came about.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int RememberedLines = 20;

    /// <summary>What stands before the address in the line that says that a mode of this program serves.</summary>
    private const string ReadyLine = "Serving at: ";

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Queue<string> _lastLines = [];
    private readonly TaskCompletionSource<string> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<string, string?> _find;

    private ChildProcess(ProcessStartInfo start, Func<string, string?> find)
    {
        _find = find;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _found.TrySetException(new InvalidOperationException($"{start.FileName} ended early: {LastLines}"));
    }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    private string LastLines
    {
        get
        {
            lock (_lastLines)
                return string.Join(" / ", _lastLines);
        }
    }

    /// <summary>Starts this program in a mode in which it serves, and waits until it says where.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="variable">The environment variable that the mode needs: arguments could be seen by everyone on the machine.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The process, and its address.</returns>
    public static Task<(ChildProcess Process, string Address)> StartServingAsync(string mode, string variable, string value, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { ArgumentList = { typeof(ChildProcess).Assembly.Location, mode } };
        // The program's own executable takes its arguments at once; the dotnet host wants to know the program first.
        if (!Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.FileName = "dotnet";
        start.Environment[variable] = value;
        return StartAsync(
            start, line => line.StartsWith(ReadyLine, StringComparison.Ordinal) ? line[ReadyLine.Length..] : null, StartBound, cancellationToken);
    }

    /// <summary>The other end: serves, says where, and goes on until whoever started it is gone.</summary>
    /// <param name="app">What serves.</param>
    public static async Task ServeAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine(ReadyLine + app.Urls.Single());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    /// <summary>Starts a program and waits until it has said a certain thing.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="find">Takes what is waited for out of a line of output, or null when it is not there.</param>
    /// <param name="bound">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The process, and what was found.</returns>
    /// <exception cref="InvalidOperationException">It ended before it said so.</exception>
    /// <exception cref="TimeoutException">It did not say so in time.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static async Task<(ChildProcess Process, string Found)> StartAsync(
        ProcessStartInfo start, Func<string, string?> find, TimeSpan bound, CancellationToken cancellationToken)
    {
        var child = new ChildProcess(start, find);
        try
        {
            child._process.Start();
            child._process.BeginOutputReadLine();
            child._process.BeginErrorReadLine();
            return (child, await child._found.Task.WaitAsync(bound, cancellationToken));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the program to end by closing its input, and ends it by force when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var bound = new CancellationTokenSource(StopWait);
            await _process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It was never started.
        }
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > RememberedLines)
                _lastLines.Dequeue();
        }
        if (_find(line) is { } found)
            _found.TrySetResult(found);
    }
}
