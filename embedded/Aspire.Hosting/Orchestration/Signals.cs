using System.Runtime.InteropServices;

namespace Aspire.Hosting.Orchestration;

/// <summary>POSIX signals to processes and process groups.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Send(int pid, int signal)
    {
        if (!OperatingSystem.IsWindows())
            _ = SysKill(pid, signal);
    }

    /// <summary>Sends a signal to all processes of a group, its leader included.</summary>
    public static void SendToGroup(int leader, int signal) => Send(-leader, signal);

    public static int ParentProcessId() => OperatingSystem.IsWindows() ? 0 : SysGetParent();

    public static bool IsRoot => !OperatingSystem.IsWindows() && SysGetUser() == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SysKill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SysGetParent();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SysGetUser();
}
