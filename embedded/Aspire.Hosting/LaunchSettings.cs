using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aspire.Hosting;

/// <summary>A launch profile of a project.</summary>
public sealed class LaunchProfile
{
    /// <summary>How the profile starts the project; <c>Project</c> for the project itself.</summary>
    [JsonPropertyName("commandName")]
    public string? CommandName { get; set; }

    /// <summary>Arguments of the program.</summary>
    [JsonPropertyName("commandLineArgs")]
    public string? CommandLineArgs { get; set; }

    /// <summary>Whether <c>dotnet run</c> says what it does.</summary>
    [JsonPropertyName("dotnetRunMessages")]
    public bool? DotnetRunMessages { get; set; }

    /// <summary>Whether a browser is opened.</summary>
    [JsonPropertyName("launchBrowser")]
    public bool? LaunchBrowser { get; set; }

    /// <summary>What the browser opens.</summary>
    [JsonPropertyName("launchUrl")]
    public string? LaunchUrl { get; set; }

    /// <summary>The URLs that the program listens on, with semicolons between them.</summary>
    [JsonPropertyName("applicationUrl")]
    public string? ApplicationUrl { get; set; }

    /// <summary>Variables of the program.</summary>
    [JsonPropertyName("environmentVariables")]
    public Dictionary<string, string> EnvironmentVariables { get; set; } = [];
}

/// <summary>The launch profiles of a project: <c>Properties/launchSettings.json</c>.</summary>
public sealed class LaunchSettings
{
    /// <summary>The profiles by name.</summary>
    [JsonPropertyName("profiles")]
    public Dictionary<string, LaunchProfile> Profiles { get; set; } = [];

    internal static LaunchSettings? Read(string projectPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), LaunchSettingsJson.Default.LaunchSettings);
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"The launch settings '{path}' cannot be read: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(LaunchSettings))]
internal sealed partial class LaunchSettingsJson : JsonSerializerContext;
