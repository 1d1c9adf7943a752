namespace Shop.ServiceDefaults.Work;

/// <summary>Settings of <c>POST /work</c>: configuration section <c>Work</c>.</summary>
internal sealed class WorkOptions
{
    public const string Section = "Work";

    /// <summary>The longest time that a request is held open for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>How long a round goes on while something is due. Less than whoever asks for it waits for the answer.</summary>
    public TimeSpan LongestRound { get; set; } = TimeSpan.FromSeconds(20);
}
