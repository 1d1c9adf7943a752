using System.Globalization;

namespace Shop.Bench.Processes;

/// <summary>What Linux tells about a process in <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="ParentId">The process that started it.</param>
/// <param name="OwnCpu">CPU time of the process itself.</param>
/// <param name="ReapedCpu">CPU time of its children that have ended and been waited for.</param>
internal sealed record ProcStat(int ParentId, TimeSpan OwnCpu, TimeSpan ReapedCpu)
{
    // USER_HZ: the unit of these fields is 1/100 s on every Linux that .NET runs on, whatever the kernel's own tick.
    private const int TicksPerSecond = 100;

    /// <summary>Reads one line.</summary>
    /// <param name="line">The content of the file.</param>
    /// <exception cref="FormatException">It is not such a line.</exception>
    public static ProcStat Parse(string line)
    {
        // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
        var nameEnd = line.LastIndexOf(')');
        var fields = nameEnd < 0 ? [] : line[(nameEnd + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 15)
            throw new FormatException("This is not a line of /proc/PID/stat.");
        // Fields are numbered from 3 after the name: 4 ppid, 14 utime, 15 stime, 16 cutime, 17 cstime.
        return new ProcStat(
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            Cpu(fields[11]) + Cpu(fields[12]),
            Cpu(fields[13]) + Cpu(fields[14]));

        static TimeSpan Cpu(string ticks) =>
            TimeSpan.FromSeconds((double)long.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond);
    }
}
