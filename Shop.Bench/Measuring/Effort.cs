namespace Shop.Bench.Measuring;

/// <summary>How thoroughly to measure.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Rounds">Rounds of each measurement.</param>
/// <param name="Window">Length of a measured window.</param>
/// <param name="WarmUp">Load on each shape before its first window.</param>
/// <param name="Clients">Clients of the closed loops, ascending; the first is one where latency without waiting is asked for.</param>
/// <param name="Starts">How often each shape is started, and each process killed.</param>
internal sealed record Effort(string Name, int Rounds, TimeSpan Window, TimeSpan WarmUp, IReadOnlyList<int> Clients, int Starts)
{
    /// <summary>The number of clients at which a shape is busy: 16, or the most there are.</summary>
    public int BusyClients => Clients.Contains(16) ? 16 : Clients[^1];

    /// <summary>Does it run, not how fast.</summary>
    public static Effort Quick { get; } = new("quick", 2, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5), [1, 16], 1);

    /// <summary>An answer in about seven minutes.</summary>
    public static Effort Normal { get; } = new("normal", 5, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(20), [1, 16], 2);

    /// <summary>Every level of load.</summary>
    public static Effort Full { get; } = new("full", 5, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(40), [1, 4, 16, 64], 5);
}
