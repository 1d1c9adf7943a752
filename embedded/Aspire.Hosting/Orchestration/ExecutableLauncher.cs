using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs a program as it is.</summary>
internal sealed class ExecutableLauncher : ProcessLauncher
{
    public override string ResourceType => "Executable";

    public override Task ValidateAsync(IServiceProvider services, IResource resource, CancellationToken cancellationToken)
    {
        _ = Find(resource);
        return Task.CompletedTask;
    }

    public override Task<ProcessSpec> PrepareAsync(LaunchContext context, CancellationToken cancellationToken)
    {
        var (program, directory) = Find(context.Resource);
        return Task.FromResult(new ProcessSpec
        {
            FileName = program,
            Arguments = context.Arguments,
            WorkingDirectory = directory,
            Environment = context.WholeEnvironment(),
        });
    }

    private static (string Program, string Directory) Find(IResource resource)
    {
        var annotation = resource.Annotations.OfType<ExecutableAnnotation>().Last();
        if (!Directory.Exists(annotation.WorkingDirectory))
            throw new DistributedApplicationException($"'{resource.Name}': there is no working directory '{annotation.WorkingDirectory}'.");
        var program = Executables.Find(annotation.Command, annotation.WorkingDirectory)
            ?? throw new DistributedApplicationException(
                $"'{resource.Name}': there is no program '{annotation.Command}'{(annotation.Command.Contains('/', StringComparison.Ordinal) ? "" : " in PATH")}.");
        return (program, annotation.WorkingDirectory);
    }
}
