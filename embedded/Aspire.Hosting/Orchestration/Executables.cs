using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds programs.</summary>
internal static class Executables
{
    public static readonly string? SetSid = Find("setsid");

    private static readonly string? Perl = Find("perl");

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

    /// <summary>The command line that runs a program in a session of its own: keys in the terminal then reach only the AppHost.</summary>
    public static bool TryWrapInSession([NotNullWhen(true)] out string? wrapper, out IReadOnlyList<string> arguments)
    {
        wrapper = SetSid ?? (OperatingSystem.IsWindows() ? null : Perl);
        arguments = SetSid is not null ? [] : ["-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127", "--"];
        return wrapper is not null;
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
