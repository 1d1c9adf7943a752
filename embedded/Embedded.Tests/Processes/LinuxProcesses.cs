using System.Globalization;

namespace Embedded.Tests.Processes;

/// <summary>Looks at processes through <c>/proc</c>.</summary>
internal static class LinuxProcesses
{
    private const string MarkVariable = "ASPIRE_EMBEDDED_RUN=";

    /// <summary>Whether the process runs: one that has ended and that nobody asked after yet does not.</summary>
    public static bool Exists(int pid) => Read($"/proc/{pid}/stat") is { } stat && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');

    public static IEnumerable<int> All() => Directory.GetDirectories("/proc")
        .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    public static IEnumerable<int> ChildrenOf(int parent) => All().Where(pid => ParentOf(pid) == parent);

    /// <summary>The mark of the run that a process belongs to.</summary>
    public static string? RunMarkOf(int pid) =>
        Read($"/proc/{pid}/environ")?.Split('\0').FirstOrDefault(v => v.StartsWith(MarkVariable, StringComparison.Ordinal));

    public static string CommandOf(int pid) => Read($"/proc/{pid}/cmdline")?.Replace('\0', ' ') ?? "";

    /// <summary>Everything that is left of a run: marked processes, servers in its directories.</summary>
    public static IReadOnlyList<string> LeftOf(string? mark, IReadOnlyCollection<string> directories) =>
    [
        .. All().Where(pid => (mark is not null && RunMarkOf(pid) == mark) || directories.Any(d => CommandOf(pid).Contains(d, StringComparison.Ordinal)))
            .Select(pid => $"{pid} {CommandOf(pid)}"),
        .. directories.Where(Directory.Exists),
    ];

    private static int ParentOf(int pid)
    {
        var stat = Read($"/proc/{pid}/stat");
        return stat is null ? 0 : int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended while it was looked at.
            return null;
        }
    }
}
