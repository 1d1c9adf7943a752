namespace Aspire.Hosting.Orchestration;

/// <summary>Everything that is needed to start a process.</summary>
internal sealed record ProcessSpec
{
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A program with arguments that becomes the one that is meant, as <c>setpriv</c> does; it is not shown.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment; nothing else is inherited.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether standard error carries the ordinary log, as a database server's does, and is no sign of errors.</summary>
    public bool ErrorOutputIsLog { get; init; }

    public int StopSignal { get; init; } = Signals.Terminate;

    /// <summary>Where it is a database server: its data directory, so that the guard stops it last and cleanly.</summary>
    public string? DatabaseDirectory { get; init; }
}
