namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of a resource.</summary>
public static class KnownResourceStates
{
    /// <summary>Known, not asked to start yet.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Waits for other resources.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Its project is being built.</summary>
    public static readonly string Building = nameof(Building);

    /// <summary>Is being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Runs.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Cannot run because what runs it is not well.</summary>
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>Is being stopped.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Ended with a failure, or was stopped.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Ended by itself with exit code 0.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>Could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>A parameter without a value.</summary>
    public static readonly string ValueMissing = nameof(ValueMissing);

    /// <summary>A value that is there.</summary>
    public static readonly string Active = nameof(Active);

    /// <summary>The states that a resource does not leave by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>Hints how to show a state.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>All is well.</summary>
    public static readonly string Success = "success";

    /// <summary>Something failed.</summary>
    public static readonly string Error = "error";

    /// <summary>Worth knowing.</summary>
    public static readonly string Info = "info";

    /// <summary>Needs attention.</summary>
    public static readonly string Warn = "warn";
}

/// <summary>Names of the commands that every process resource has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts what does not run.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops what runs.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops and starts.</summary>
    public static readonly string RestartCommand = "restart";

    /// <summary>Stops, builds and starts a project.</summary>
    public static readonly string RebuildCommand = "rebuild";
}
