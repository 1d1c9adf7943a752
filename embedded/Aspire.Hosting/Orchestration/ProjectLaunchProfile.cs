using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Which launch profile a project runs with.</summary>
/// <param name="Name">Name of the profile.</param>
/// <param name="Profile">The profile.</param>
internal sealed record ProjectLaunchProfile(string Name, LaunchProfile Profile)
{
    private const string OwnProfileKey = "DOTNET_LAUNCH_PROFILE";

    /// <summary>The named one, else the one with the name of the AppHost's own, else the first that starts the project itself.</summary>
    public static ProjectLaunchProfile? Choose(
        string resourceName, IProjectMetadata metadata, ProjectResourceOptions options, IConfiguration configuration)
    {
        if (options.ExcludeLaunchProfile)
            return null;
        var profiles = (metadata.LaunchSettings ?? LaunchSettings.Read(metadata.ProjectPath))?.Profiles ?? [];
        if (options.LaunchProfileName is { } named)
        {
            return profiles.TryGetValue(named, out var found)
                ? new(named, found)
                : throw new DistributedApplicationException(
                    $"Project '{resourceName}' ({metadata.ProjectPath}) has no launch profile '{named}'; it has {Known(profiles)}.");
        }

        if (configuration[OwnProfileKey] is { Length: > 0 } own && profiles.TryGetValue(own, out var same) && StartsProject(same))
            return new(own, same);
        return profiles.Where(p => StartsProject(p.Value)).Select(p => new ProjectLaunchProfile(p.Key, p.Value)).FirstOrDefault();
    }

    /// <summary>The endpoints that the profile names, called after their schemes: <c>http</c>, <c>https</c>, <c>http2</c> for a second one.</summary>
    public IEnumerable<EndpointAnnotation> Endpoints()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var url in (Profile.ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress(url);
            var name = address.Scheme;
            for (var i = 2; !names.Add(name); i++)
                name = $"{address.Scheme}{i}";
            yield return new(System.Net.Sockets.ProtocolType.Tcp, uriScheme: address.Scheme, name: name, port: address.Port)
            {
                FromLaunchProfile = true,
            };
        }
    }

    private Uri BindingAddress(string url)
    {
        // '*' and '+' stand for every address of the machine; only the scheme and the port are of interest here.
        var text = url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? address
            : throw new DistributedApplicationException($"Launch profile '{Name}' has an applicationUrl that is no URL: '{url}'.");
    }

    private static bool StartsProject(LaunchProfile profile) => profile.CommandName == "Project";

    private static string Known(Dictionary<string, LaunchProfile> profiles) =>
        profiles.Count == 0 ? "none" : string.Join(", ", profiles.Keys.Select(k => $"'{k}'"));
}
