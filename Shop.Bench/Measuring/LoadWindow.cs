using Shop.Bench.Load;
using Shop.Bench.Processes;
using Shop.Bench.Results;

namespace Shop.Bench.Measuring;

/// <summary>A window of load that can be measured, as often as wanted, while what it is sent to is up.</summary>
/// <param name="Scenario">What is requested.</param>
/// <param name="Shape">What is measured.</param>
/// <param name="Kind">How load is made.</param>
/// <param name="Level">Clients of a closed loop; requests per second of an open one.</param>
/// <param name="Processes">The processes whose CPU and memory count.</param>
/// <param name="RunAsync">Runs one window.</param>
internal sealed record LoadWindow(
    string Scenario,
    string Shape,
    LoadKind Kind,
    double Level,
    IReadOnlyList<WatchedProcess> Processes,
    Func<CancellationToken, Task<LoadResult>> RunAsync);
