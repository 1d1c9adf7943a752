using System.Text.Json.Serialization;

namespace Shop.Bench.Processes;

/// <summary>What a process is to the measurement.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProcessRole>))]
internal enum ProcessRole
{
    /// <summary>A process of the shop.</summary>
    Service,

    /// <summary>The database server with all its processes.</summary>
    Database,

    /// <summary>The load generator: part of the machine's work, not of the shop's.</summary>
    Generator,
}

/// <summary>A process whose CPU and memory are counted.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Role">What it is to the measurement.</param>
/// <param name="ProcessId">Its id.</param>
internal sealed record WatchedProcess(string Name, ProcessRole Role, int ProcessId)
{
    /// <summary>Whether its children count with it: a PostgreSQL server has a process for each connection.</summary>
    public bool WithChildren => Role == ProcessRole.Database;
}

/// <summary>The memory of a process at a moment.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Role">What it is to the measurement.</param>
/// <param name="Bytes">Its memory; of a database server with that of its children, what they share counted once.</param>
internal sealed record ProcessMemory(string Name, ProcessRole Role, long Bytes)
{
    /// <summary>Reads the memory of processes.</summary>
    /// <param name="processes">The processes; the load generator is left out.</param>
    public static IReadOnlyList<ProcessMemory> Of(IEnumerable<WatchedProcess> processes) => [.. processes.Where(p => p.Role != ProcessRole.Generator)
        .Select(p => new ProcessMemory(p.Name, p.Role, ProcessReader.MemoryBytes(p.ProcessId, p.WithChildren)))];
}

/// <summary>What a process used in one window.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Role">What it is to the measurement.</param>
/// <param name="CpuSeconds">CPU time used, in seconds.</param>
/// <param name="PeakMemoryBytes">The most memory seen in the window, in bytes.</param>
internal sealed record ProcessUsage(string Name, ProcessRole Role, double CpuSeconds, long PeakMemoryBytes);
