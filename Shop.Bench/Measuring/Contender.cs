using Shop.Bench.Load;
using Shop.Bench.Processes;
using Shop.Bench.Results;

namespace Shop.Bench.Measuring;

/// <summary>Something that is measured, and against what: contenders of the same scenario, kind and level take turns in each round.</summary>
/// <param name="Scenario">What is requested.</param>
/// <param name="Shape">What is measured.</param>
/// <param name="Kind">How load is made.</param>
/// <param name="Level">Clients of a closed loop; requests per second of an open one.</param>
/// <param name="Processes">The processes whose CPU and memory count.</param>
/// <param name="RunAsync">Runs one window.</param>
internal sealed record Contender(
    string Scenario,
    string Shape,
    LoadKind Kind,
    double Level,
    IReadOnlyList<WatchedProcess> Processes,
    Func<CancellationToken, Task<LoadResult>> RunAsync);
