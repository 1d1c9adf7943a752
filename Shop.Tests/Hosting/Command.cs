using System.Diagnostics;

namespace Shop.Tests.Hosting;

/// <summary>A program that does one thing and ends.</summary>
internal static class Command
{
    /// <summary>Runs it to its end; what takes longer than it may is killed.</summary>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <param name="bound">How long it may take.</param>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(ProcessStartInfo start, TimeSpan bound)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var expiry = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        expiry.CancelAfter(bound);
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(expiry.Token), process.StandardError.ReadToEndAsync(expiry.Token));
            await process.WaitForExitAsync(expiry.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The same for one that must succeed: what it said where it did not is why the test fails.</summary>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <param name="bound">How long it may take.</param>
    /// <returns>What it wrote to its output.</returns>
    public static async Task<string> RequireAsync(ProcessStartInfo start, TimeSpan bound)
    {
        var (code, output, errors) = await RunAsync(start, bound);
        Assert.True(code == 0, $"{start.FileName} ended with {code}: {output}{errors}");
        return output;
    }
}
