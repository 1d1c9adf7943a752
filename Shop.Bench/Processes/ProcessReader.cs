using System.Diagnostics;
using System.Globalization;

namespace Shop.Bench.Processes;

/// <summary>
/// CPU time and memory of processes: from <c>/proc</c> on Linux, where a server's children can be counted with it; from the
/// Process API elsewhere. A process that is gone reads as zero.
/// </summary>
internal static class ProcessReader
{
    /// <summary>Whether the children of a process can be found on this system.</summary>
    public static bool SeesChildren => OperatingSystem.IsLinux();

    /// <summary>CPU time of a process and, where asked for and possible, of all its children, the ended ones too.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="withChildren">Whether its children count.</param>
    public static TimeSpan Cpu(int processId, bool withChildren)
    {
        if (!OperatingSystem.IsLinux())
            return FromApi(processId, process => process.TotalProcessorTime);
        if (ReadStat(processId) is not { } stat)
            return TimeSpan.Zero;
        var cpu = stat.OwnCpu;
        if (withChildren)
            cpu += stat.ReapedCpu + Children(processId).Aggregate(TimeSpan.Zero, (sum, child) => sum + child.Stat.OwnCpu);
        return cpu;
    }

    /// <summary>Memory of a process in bytes; with children their fair shares, so that memory shared by all counts once.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="withChildren">Whether its children count.</param>
    public static long MemoryBytes(int processId, bool withChildren)
    {
        if (!OperatingSystem.IsLinux())
            return FromApi(processId, process => process.WorkingSet64);
        if (!withChildren)
            return ReadKibibytes($"/proc/{processId}/status", "VmRSS:");
        return Children(processId).Select(child => child.Id).Append(processId)
            .Sum(id => ReadKibibytes($"/proc/{id}/smaps_rollup", "Pss:"));
    }

    /// <summary>The process that started a process, if the latter runs a certain program on this machine.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="program">The name of its program: an id from inside a container may belong to anything out here.</param>
    /// <returns>The parent's id, or null.</returns>
    public static int? ParentOf(int processId, string program) =>
        OperatingSystem.IsLinux() && TryRead($"/proc/{processId}/comm")?.Trim() == program ? ReadStat(processId)?.ParentId : null;

    private static IEnumerable<(int Id, ProcStat Stat)> Children(int parentId)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id)
                && ReadStat(id) is { } stat && stat.ParentId == parentId)
            {
                yield return (id, stat);
            }
        }
    }

    private static ProcStat? ReadStat(int processId) =>
        TryRead($"/proc/{processId}/stat") is { } line ? ProcStat.Parse(line) : null;

    private static long ReadKibibytes(string path, string field)
    {
        foreach (var line in (TryRead(path) ?? "").Split('\n'))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
            {
                var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                return long.Parse(words[1], CultureInfo.InvariantCulture) * 1024;
            }
        }
        return 0;
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended between being listed and being read, or it belongs to someone else: it has nothing to count.
            return null;
        }
    }

    private static T FromApi<T>(int processId, Func<Process, T> read)
        where T : struct
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return read(process);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return default;
        }
    }
}
