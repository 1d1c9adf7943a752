using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs a project's build output directly.</summary>
internal sealed class ProjectLauncher(IProjectMetadata metadata) : ProcessLauncher
{
    private string? _output;

    public override string ResourceType => "Project";

    public override async Task ValidateAsync(IServiceProvider services, IResource resource, CancellationToken cancellationToken)
    {
        if (!File.Exists(metadata.ProjectPath))
            throw new DistributedApplicationException($"'{resource.Name}': there is no project file '{metadata.ProjectPath}'.");
        _output = services.GetRequiredService<AppHostProject>().Outputs.GetValueOrDefault(Path.GetFullPath(metadata.ProjectPath))
            ?? await Build(services).TargetPathAsync(metadata.ProjectPath, cancellationToken);
        if (!metadata.SuppressBuild && !File.Exists(_output))
            await Build(services).BuildAsync(resource.Name, metadata.ProjectPath, cancellationToken);
        if (!File.Exists(_output))
        {
            throw new DistributedApplicationException(
                $"'{resource.Name}': its project is not built, there is no '{_output}'. Build the AppHost (dotnet build) and start it again.");
        }
    }

    public override bool CanRebuild => true;

    public override Task RebuildAsync(IServiceProvider services, IResource resource, ILogger console, CancellationToken cancellationToken)
    {
        console.LogInformation("Building {Project}", metadata.ProjectPath);
        return Build(services).BuildAsync(resource.Name, metadata.ProjectPath, cancellationToken);
    }

    public override async Task<ProcessSpec> PrepareAsync(LaunchContext context, CancellationToken cancellationToken)
    {
        if (_output is null || !File.Exists(_output))
            await ValidateAsync(context.Services, context.Resource, cancellationToken);
        var directory = Path.GetDirectoryName(metadata.ProjectPath)!;
        var environment = context.WholeEnvironment();
        environment.TryAdd("DOTNET_ROOT", DotnetRoot);
        var program = OperatingSystem.IsWindows() ? Path.ChangeExtension(_output, ".exe")! : Path.ChangeExtension(_output, null)!;
        return File.Exists(program)
            ? new() { FileName = program, Arguments = context.Arguments, WorkingDirectory = directory, Environment = environment }
            : new()
            {
                FileName = Path.Combine(DotnetRoot, "dotnet"),
                Arguments = [_output!, .. context.Arguments],
                WorkingDirectory = directory,
                Environment = environment,
            };
    }

    private static ProjectBuild Build(IServiceProvider services) => new(services.GetRequiredService<ToolRunner>());

    // The runtime that runs the AppHost: <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
}
