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

/// <summary>What a process used in one window.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Role">What it is to the measurement.</param>
/// <param name="CpuSeconds">CPU time used, in seconds.</param>
/// <param name="PeakMemoryBytes">The most memory seen in the window, in bytes.</param>
internal sealed record ProcessUsage(string Name, ProcessRole Role, double CpuSeconds, long PeakMemoryBytes);
