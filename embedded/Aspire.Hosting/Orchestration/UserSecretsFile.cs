using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting.Orchestration;

/// <summary>The AppHost's user secrets: a file outside of its directory that only the user reads.</summary>
internal sealed class UserSecretsFile(string path)
{
    private static readonly Lock Writing = new();

    public static UserSecretsFile? Of(Assembly? assembly) =>
        assembly?.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId is { Length: > 0 } id
            ? new(PathHelper.GetSecretsPathFromSecretsId(id))
            : null;

    /// <summary>Sets a value, keeping the others; written beside and moved, so that a reader never sees half a file.</summary>
    public void Set(string key, string value)
    {
        lock (Writing)
        {
            var secrets = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [] : [];
            secrets[key] = value;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var unfinished = $"{path}.{Environment.ProcessId}";
            using (var stream = new FileStream(unfinished, Options()))
            using (var writer = new Utf8JsonWriter(stream, new() { Indented = true }))
                secrets.WriteTo(writer);
            File.Move(unfinished, path, overwrite: true);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
