using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project resource's project file lies. Implemented by the generated classes in namespace <c>Projects</c>.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The absolute path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>The launch profiles, where they do not lie beside the project file.</summary>
    LaunchSettings? LaunchSettings => null;

    /// <summary>Whether the project is already built with the AppHost and must not be built again when it is started.</summary>
    bool SuppressBuild => false;
}
