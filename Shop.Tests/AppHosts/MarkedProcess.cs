using System.Globalization;
using System.Text;

namespace Shop.Tests.AppHosts;

/// <summary>A process that carries a mark in its environment.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Environment">Its environment when it was started, each as <c>NAME=value</c>.</param>
internal sealed record MarkedProcess(int Id, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment)
{
    /// <summary>The first part of its command line.</summary>
    public string Program => Arguments.Count > 0 ? Arguments[0] : "";

    /// <summary>All that carry a mark; a process that has ended and waits for its parent has no environment any more.</summary>
    /// <param name="mark">The mark, as <c>NAME=value</c>.</param>
    public static IEnumerable<MarkedProcess> All(string mark)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id)) continue;
            var environment = Read(Path.Combine(directory, "environ"));
            if (environment.Contains(mark)) yield return new(id, Read(Path.Combine(directory, "cmdline")), environment);
        }
    }

    /// <summary>The value of a variable of its environment.</summary>
    /// <param name="name">The variable.</param>
    public string? Variable(string name) =>
        Environment.FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>For the message of a wait that was in vain.</summary>
    public override string ToString() => $"{Id} {Program}";

    private static string[] Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
            return [];
        }
    }
}
