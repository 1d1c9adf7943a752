using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project resource's project file lies. Implemented by the generated classes in namespace <c>Projects</c>.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The absolute path of the project file.</summary>
    public string ProjectPath { get; }

    /// <summary>Whether the project is already built with the AppHost and must not be built again when it is started.</summary>
    public bool SuppressBuild => false;
}
