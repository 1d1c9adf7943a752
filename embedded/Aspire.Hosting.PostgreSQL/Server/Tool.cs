using System.Diagnostics;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <exception cref="DistributedApplicationException">It ended with another code than 0.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // Readable by every account, which one's own directory may not be.
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new DistributedApplicationException($"'{Path.GetFileName(program)}' failed with exit code {process.ExitCode}: {(await error + await output).Trim()}");
    }
}
