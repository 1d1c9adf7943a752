using System.Reflection;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the build wrote into the AppHost's assembly: where it lies and where its projects' output is.</summary>
/// <param name="Name">File name of the project, or name of the assembly.</param>
/// <param name="Directory">Directory of the project; null where the assembly does not say.</param>
/// <param name="Outputs">Output assembly of each project resource, by path of the project file.</param>
/// <param name="DashboardPath">Assembly of the dashboard, where there is one.</param>
internal sealed record AppHostProject(
    string Name, string? Directory, IReadOnlyDictionary<string, string> Outputs, string? DashboardPath)
{
    private const string OutputKeyPrefix = "embeddedprojectoutput:";

    public static AppHostProject Of(Assembly? assembly)
    {
        var metadata = assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().ToList() ?? [];
        var outputs = metadata.Where(m => m.Key.StartsWith(OutputKeyPrefix, StringComparison.Ordinal))
            .DistinctBy(m => m.Key)
            .ToDictionary(m => Path.GetFullPath(m.Key[OutputKeyPrefix.Length..]), m => m.Value!, StringComparer.Ordinal);
        return new(
            Value("apphostprojectname") is { } file ? Path.GetFileNameWithoutExtension(file) : assembly?.GetName().Name ?? "AppHost",
            Value("apphostprojectpath"), outputs, Value("aspiredashboardpath"));

        string? Value(string key) =>
            metadata.FirstOrDefault(m => string.Equals(m.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;
    }
}
