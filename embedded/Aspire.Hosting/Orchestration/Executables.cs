namespace Aspire.Hosting.Orchestration;

/// <summary>Finds programs.</summary>
internal static class Executables
{
    /// <summary>
    /// The program, with arguments, that runs another one in a session of its own: keys in the terminal then reach only the
    /// AppHost. Empty where there is none.
    /// </summary>
    public static IReadOnlyList<string> SessionWrapper { get; } =
        Find("setsid") is { } setSid ? [setSid]
        : !OperatingSystem.IsWindows() && Find("perl") is { } perl ? [perl, "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127", "--"]
        : [];

    /// <summary>Looks a program up in <c>PATH</c>, or checks that the path given leads to one.</summary>
    public static string? Find(string command, string? workingDirectory = null)
    {
        if (command.Contains('/', StringComparison.Ordinal) || Path.IsPathRooted(command))
        {
            var path = Path.GetFullPath(command, workingDirectory ?? Directory.GetCurrentDirectory());
            return IsExecutable(path) ? path : null;
        }

        string[] extensions = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat", ""] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => extensions.Select(extension => Path.Combine(directory, command + extension)))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
