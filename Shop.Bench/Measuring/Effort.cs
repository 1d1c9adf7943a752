namespace Shop.Bench.Measuring;

/// <summary>How thoroughly to measure.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Starts">How often each contender is started: what intervals are made of.</param>
/// <param name="Windows">Windows of each measurement within a start; their median is the start's figure.</param>
/// <param name="Window">Length of a measured window.</param>
/// <param name="WarmUp">Load on each contender before its first window.</param>
/// <param name="Clients">Clients of the closed loops, ascending; the first is one where latency without waiting is asked for.</param>
/// <param name="Extras">In how many starts, the last ones, everything is done that no primary ratio needs.</param>
/// <param name="Parts">What is measured unless told otherwise.</param>
internal sealed record Effort(
    string Name, int Starts, int Windows, TimeSpan Window, TimeSpan WarmUp, IReadOnlyList<int> Clients, int Extras, IReadOnlyList<string> Parts)
{
    private static readonly string[] ShortParts = ["checkout", "browse", "mix", "isolation"];

    /// <summary>The number of clients at which a shape is busy: 16, or the most there are.</summary>
    public int BusyClients => Clients.Contains(16) ? 16 : Clients[^1];

    /// <summary>Whether more is asked for than the figures that the answer needs.</summary>
    public bool IsFull => Clients.Count > 2;

    /// <summary>Does it run, not how fast.</summary>
    public static Effort Quick { get; } =
        new("quick", 1, 1, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5), [1, 16], 1, BenchOptions.KnownParts);

    /// <summary>Four contenders, an answer in about ten minutes.</summary>
    public static Effort Short { get; } =
        new("short", 6, 1, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(8), [1, 16], 1, ShortParts);

    /// <summary>Everything, for hours.</summary>
    public static Effort Full { get; } =
        new("full", 12, 3, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), [1, 4, 16, 64], 12, BenchOptions.KnownParts);
}
