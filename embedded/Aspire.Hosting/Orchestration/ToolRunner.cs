using System.Diagnostics;

namespace Aspire.Hosting.Orchestration;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 0 is success.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Error">What it wrote to its standard error.</param>
internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>
/// Runs programs that do one thing and end. They carry the mark of the run: one that still works when the AppHost is killed, as a
/// copy into the directory of the run, is ended by the guard before that directory is removed.
/// </summary>
internal sealed class ToolRunner(RunIdentity run)
{
    /// <summary>Runs a program to its end; when that is cancelled, the program and what it started are killed.</summary>
    /// <param name="program">Its name, or the path to it.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="workingDirectory">Where it runs; by default one that every account can read, which the user's own may not be.</param>
    public async Task<ToolResult> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? Path.GetPathRoot(Environment.SystemDirectory) ?? "/",
        };
        start.Environment[RunIdentity.Variable] = run.Id;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync"/>
    /// <exception cref="DistributedApplicationException">It ended with another code than 0.</exception>
    public async Task RequireAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output, error) = await RunAsync(program, arguments, cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException($"'{Path.GetFileName(program)}' failed with exit code {exitCode}: {(error + output).Trim()}");
    }
}
