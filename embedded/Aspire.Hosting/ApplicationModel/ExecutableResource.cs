namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program that is run as it is.</summary>
public class ExecutableResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IComputeResource
{
    /// <summary>Describes a program.</summary>
    /// <param name="name">The name.</param>
    /// <param name="command">The program: a path, or a name that is looked up in <c>PATH</c>.</param>
    /// <param name="workingDirectory">The directory that it runs in.</param>
    public ExecutableResource(string name, string command, string workingDirectory)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        Annotations.Add(new ExecutableAnnotation { Command = command, WorkingDirectory = workingDirectory });
    }

    /// <summary>The program.</summary>
    public string Command => Annotations.OfType<ExecutableAnnotation>().Last().Command;

    /// <summary>The directory that it runs in.</summary>
    public string WorkingDirectory => Annotations.OfType<ExecutableAnnotation>().Last().WorkingDirectory;
}
