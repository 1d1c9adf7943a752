using System.Security.Cryptography;

namespace Aspire.Hosting.Orchestration;

/// <summary>The temporary directory of a run; it goes when the run ends, however it ends.</summary>
internal static class RunDirectory
{
    public const string Prefix = "aspire-run-";

    /// <summary>A new directory with a short path (sockets live in it) that other accounts can pass through but not list.</summary>
    public static string Create(ProcessGuard guard)
    {
        var path = Path.Combine(Root(), Prefix + RandomNumberGenerator.GetHexString(8, lowercase: true));
        guard.RegisterDirectory(path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        return path;
    }

    public static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // Something in it is still being closed; the system clears its temporary directories in the end.
        }
    }

    // A database server that runs under another account must be able to pass through all of the path.
    private static string Root()
    {
        var temp = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        return OperatingSystem.IsWindows() || (IsPassable(temp) && !temp.Contains(' ', StringComparison.Ordinal)) ? temp : "/tmp";
    }

    private static bool IsPassable(string path)
    {
        if (!Signals.IsRoot)
            return true;
        for (var current = new DirectoryInfo(path); current is not null; current = current.Parent)
        {
            if (!current.Exists || (current.UnixFileMode & UnixFileMode.OtherExecute) == 0)
                return false;
        }

        return true;
    }
}
