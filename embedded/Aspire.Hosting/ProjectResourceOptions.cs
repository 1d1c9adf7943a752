namespace Aspire.Hosting;

/// <summary>How a project is added.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile; null for the one that fits.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether to take nothing from launch profiles.</summary>
    public bool ExcludeLaunchProfile { get; set; }
}
