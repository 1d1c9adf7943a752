using System.ComponentModel;
using System.Diagnostics;
using Aspire.Hosting;

namespace Shop.Hosting.LocalPostgres;

/// <summary>Finds programs and runs those that do one thing and end.</summary>
internal static class CommandLine
{
    /// <summary>The path of a program, or null.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="path">The directories to look in; those of <c>PATH</c> where nothing is said.</param>
    public static string? Find(string program, string? path = null) =>
        (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end; when that is cancelled, the program and what it started are killed and gone.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, string? input = null, CancellationToken cancellationToken = default)
    {
        // The working directory is one that every account can read, which the user's own may not be.
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            if (input is not null) await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await error + await output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Runs a program that may not work, or hang.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="bound">How long it may take; then it is killed.</param>
    /// <returns>Its exit code, and all that it wrote; null where it cannot be run or took too long.</returns>
    public static async Task<(int ExitCode, string Output)?> TryRunAsync(IReadOnlyList<string> command, TimeSpan bound)
    {
        using var expiry = new CancellationTokenSource(bound);
        try
        {
            return await RunAsync(command, cancellationToken: expiry.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DistributedApplicationException">It ended with another code than 0.</exception>
    public static async Task RequireAsync(IReadOnlyList<string> command, string? input = null, CancellationToken cancellationToken = default)
    {
        var (exitCode, output) = await RunAsync(command, input, cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException($"'{string.Join(' ', command)}' failed with exit code {exitCode}: {output.Trim()}");
    }
}
