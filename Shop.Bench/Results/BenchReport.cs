using System.Text.Json.Serialization;
using Shop.Bench.Cost;
using Shop.Bench.Load;
using Shop.Bench.Processes;

namespace Shop.Bench.Results;

/// <summary>Everything one run found out: the content of <c>report.json</c>. The other forms are drawn from it alone.</summary>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Run">How it was measured.</param>
/// <param name="Measurements">Every measured window of every start.</param>
/// <param name="StartUps">How long each shape took to serve.</param>
/// <param name="Recoveries">How long each shape took to serve again after a kill.</param>
/// <param name="Outages">What still worked while payments were dead.</param>
/// <param name="Hops">What one request sets in motion.</param>
/// <param name="Wal">What the database writes to its log for an order.</param>
/// <param name="Prices">The prices used.</param>
/// <param name="Notes">What the reader has to know: skipped parts and things that went wrong.</param>
internal sealed record BenchReport(
    MachineInfo Machine,
    RunInfo Run,
    IReadOnlyList<Measurement> Measurements,
    IReadOnlyList<StartUp> StartUps,
    IReadOnlyList<Recovery> Recoveries,
    IReadOnlyList<Outage> Outages,
    IReadOnlyList<HopCount> Hops,
    IReadOnlyList<WalCount> Wal,
    PriceList Prices,
    IReadOnlyList<string> Notes);

/// <summary>Where it was measured.</summary>
/// <param name="Cores">Processors that the run may use.</param>
/// <param name="MemoryGib">Memory of the machine.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Database">The database server's version.</param>
internal sealed record MachineInfo(int Cores, double MemoryGib, string OperatingSystem, string Runtime, string Database);

/// <summary>How it was measured.</summary>
/// <param name="Started">When the run began, UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Effort">The chosen length: quick, short or full.</param>
/// <param name="Starts">Starts of each contender.</param>
/// <param name="Windows">Windows of each measurement within a start.</param>
/// <param name="Seed">Gave the order in which contenders took turns.</param>
/// <param name="WindowSeconds">Length of one measured window.</param>
/// <param name="WarmUpSeconds">Load on each contender before its first window.</param>
internal sealed record RunInfo(
    DateTimeOffset Started, double Seconds, string Effort, int Starts, int Windows, int Seed, double WindowSeconds, double WarmUpSeconds);

/// <summary>How load is made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LoadKind>))]
internal enum LoadKind
{
    /// <summary>A number of clients, each sending as soon as it has its answer.</summary>
    ClosedLoop,

    /// <summary>A fixed number of requests a second, whatever comes back.</summary>
    OpenLoop,
}

/// <summary>One measured window.</summary>
/// <param name="Scenario">What is requested: see <see cref="Scenarios"/>.</param>
/// <param name="Shape">What was measured: see <see cref="Shapes"/>.</param>
/// <param name="Kind">How load is made.</param>
/// <param name="Level">Clients of a closed loop; requests per second of an open one.</param>
/// <param name="Start">The start, from 1.</param>
/// <param name="Window">The window within the start, from 1.</param>
/// <param name="Result">What came back.</param>
/// <param name="Usage">What each process used.</param>
internal sealed record Measurement(
    string Scenario, string Shape, LoadKind Kind, double Level, int Start, int Window, LoadResult Result, IReadOnlyList<ProcessUsage> Usage);

/// <summary>How long a shape took to serve.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="SecondsToHealthy">From nothing (no database server either) until every resource is healthy.</param>
/// <param name="AtRest">The memory of its processes then.</param>
internal sealed record StartUp(string Shape, double SecondsToHealthy, IReadOnlyList<ProcessMemory> AtRest);

/// <summary>How long a shape took to serve again after one of its processes was killed.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Killed">The resource whose process was killed.</param>
/// <param name="Seconds">From the kill to the first good answer, restart at once included.</param>
internal sealed record Recovery(string Shape, string Killed, double Seconds);

/// <summary>What still worked while the process that takes payments was dead.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Killed">The resource whose process was killed.</param>
/// <param name="Request">Which requests were sent.</param>
/// <param name="Result">What came back.</param>
internal sealed record Outage(string Shape, string Killed, string Request, LoadResult Result);

/// <summary>What one request sets in motion.</summary>
/// <param name="Scenario">What is requested.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Parts">What each process of the shop does for it, from its traces; empty when they did not all arrive.</param>
/// <param name="Commits">Transactions that the database server counted for it.</param>
internal sealed record HopCount(string Scenario, string Shape, IReadOnlyList<ProcessPart> Parts, double Commits)
{
    /// <summary>Requests that processes of the shop handle for it, the first included; null when it is not known.</summary>
    [JsonIgnore]
    public double? Invocations => Parts.Count > 0 ? Parts.Sum(part => part.Invocations) : null;
}

/// <summary>The part of one process in a request, averaged.</summary>
/// <param name="Process">The process.</param>
/// <param name="Invocations">How often it is asked.</param>
/// <param name="WallSeconds">How long it takes altogether, waiting for others included.</param>
/// <param name="Statements">How often it sends something to its database: a statement, or several at once.</param>
internal sealed record ProcessPart(string Process, double Invocations, double WallSeconds, double Statements);

/// <summary>What the database writes to its log for an order while many are placed at once.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="BytesPerOrder">Bytes of the log.</param>
/// <param name="SyncsPerOrder">Flushes of the log to the disk.</param>
internal sealed record WalCount(string Shape, double BytesPerOrder, double SyncsPerOrder);
