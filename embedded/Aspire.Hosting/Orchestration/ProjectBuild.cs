using System.Diagnostics;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks MSBuild about a project, and builds it.</summary>
internal static class ProjectBuild
{
    private const int ErrorLines = 20;

    /// <summary>The configuration that this engine was built in, so that its projects match.</summary>
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public static async Task<string> TargetPathAsync(string projectPath, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(["msbuild", projectPath, "-getProperty:TargetPath", $"-p:Configuration={Configuration}"], cancellationToken);
        return exitCode == 0
            ? output.Trim()
            : throw new DistributedApplicationException($"The project '{projectPath}' cannot be read: {Errors(output)}");
    }

    public static async Task BuildAsync(string resourceName, string projectPath, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(["build", projectPath, "-c", Configuration, "-v", "q", "-nologo", "-clp:NoSummary"], cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException($"'{resourceName}': its project '{projectPath}' does not build:\n{Errors(output)}");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
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

        return (process.ExitCode, await output + await error);
    }

    private static string Errors(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        var errors = lines.Where(l => l.Contains(": error ", StringComparison.Ordinal)).ToList();
        return string.Join("\n", (errors.Count > 0 ? errors : lines).TakeLast(ErrorLines));
    }
}
