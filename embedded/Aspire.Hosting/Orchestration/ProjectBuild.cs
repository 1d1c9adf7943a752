namespace Aspire.Hosting.Orchestration;

/// <summary>Asks MSBuild about a project, and builds it.</summary>
internal sealed class ProjectBuild(ToolRunner tools)
{
    private const int ErrorLines = 20;

    /// <summary>The configuration that this engine was built in, so that its projects match.</summary>
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public async Task<string> TargetPathAsync(string projectPath, CancellationToken cancellationToken)
    {
        var (exitCode, output, error) = await RunAsync(projectPath, ["msbuild", projectPath, "-getProperty:TargetPath", $"-p:Configuration={Configuration}"], cancellationToken);
        return exitCode == 0
            ? output.Trim()
            : throw new DistributedApplicationException($"The project '{projectPath}' cannot be read: {Errors(output + error)}");
    }

    public async Task BuildAsync(string resourceName, string projectPath, CancellationToken cancellationToken)
    {
        // Its helpers end with it: those that stay for the next build would carry the mark of this run, and serve other builds too.
        var (exitCode, output, error) = await RunAsync(
            projectPath, ["build", projectPath, "-c", Configuration, "-v", "q", "-nologo", "-clp:NoSummary", "-nodeReuse:false"], cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException($"'{resourceName}': its project '{projectPath}' does not build:\n{Errors(output + error)}");
    }

    // Where the project is: the SDK is chosen by the global.json above it.
    private Task<ToolResult> RunAsync(string projectPath, string[] arguments, CancellationToken cancellationToken) =>
        tools.RunAsync("dotnet", arguments, cancellationToken, Path.GetDirectoryName(Path.GetFullPath(projectPath)));

    private static string Errors(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        var errors = lines.Where(l => l.Contains(": error ", StringComparison.Ordinal)).ToList();
        return string.Join("\n", (errors.Count > 0 ? errors : lines).TakeLast(ErrorLines));
    }
}
