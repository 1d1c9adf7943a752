using Shop.Bench.Processes;

namespace Shop.Bench.Results;

/// <summary>Which windows may be believed.</summary>
internal static class Validity
{
    /// <summary>How far a closed loop may be from Little's law, N = X·R (J. D. C. Little, 1961), as a share of N.</summary>
    public const double LittleTolerance = 0.03;

    /// <summary>The share of its rate that an open loop has to be answered at for its latencies to be published.</summary>
    public const double RateHeld = 0.99;

    /// <summary>Above this share of the machine the load generator's own work distorts what it measures.</summary>
    public const double GeneratorShare = 0.25;

    /// <summary>Why a window enters no figure; null when it does.</summary>
    /// <param name="window">The window.</param>
    public static string? Fault(Measurement window) => window switch
    {
        { Result.Succeeded: 0 } => "nothing was answered as asked",
        { Kind: LoadKind.ClosedLoop } when LittleGap(window) >= LittleTolerance => "clients were not all waiting for an answer all the time (Little's law)",
        { Result.Schedule: { } kept } when window.Result.Succeeded < RateHeld * kept.Offered || window.Result.Throughput < RateHeld * window.Level =>
            "less than 99 % of the offered rate was answered",
        _ => null,
    };

    /// <summary>How far the requests under way were from the number of clients, as a share of it: |N - X·R| / N.</summary>
    /// <param name="window">A window of a closed loop.</param>
    public static double LittleGap(Measurement window) => Math.Abs(window.Level - window.Result.InFlight) / window.Level;

    /// <summary>The share of all the machine's CPU time that the load generator took in a window, 0 to 1.</summary>
    /// <param name="window">The window.</param>
    /// <param name="cores">The machine's processors.</param>
    public static double GeneratorShareOf(Measurement window, int cores) => window.Result.Seconds * cores is > 0 and var available
        ? window.Usage.Where(u => u.Role == ProcessRole.Generator).Sum(u => u.CpuSeconds) / available
        : 0;
}
