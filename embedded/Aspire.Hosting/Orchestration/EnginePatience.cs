namespace Aspire.Hosting.Orchestration;

/// <summary>How long the engine waits before it acts by itself; tests set other times.</summary>
internal sealed record EnginePatience
{
    /// <summary>How long one process may take to stop before it is killed.</summary>
    public TimeSpan StopOne { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long all of them may take together, in however long a chain they depend on each other. A database server still gets
    /// its few seconds after that, so that everything is gone within <see cref="StopEverything"/>.
    /// </summary>
    public TimeSpan StopAll { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a process that starts waits for its port when another program has it.</summary>
    public TimeSpan Port { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a start waits for a database server that a killed AppHost left behind, which its guard is ending.</summary>
    public TimeSpan Orphan { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The bound of a stop, which nothing exceeds.</summary>
    public static readonly TimeSpan StopEverything = TimeSpan.FromSeconds(30);
}
