using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>Says who listens on a port, as far as the system tells this user.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>As it reads after "the port is taken by".</summary>
    public static string Describe(int port)
    {
        if (!Directory.Exists("/proc/self"))
            return string.Create(CultureInfo.InvariantCulture, $"another program ('lsof -nP -iTCP:{port}' shows which)");
        var sockets = SocketsOn(port, "/proc/net/tcp").Concat(SocketsOn(port, "/proc/net/tcp6")).ToHashSet();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _)))
        {
            if (Holds(process, sockets) && Read(Path.Combine(process, "comm")) is { } name)
                return $"'{name.Trim()}' (process {Path.GetFileName(process)})";
        }

        return "a program of another user";
    }

    // Columns: number, local address as hexadecimal ADDRESS:PORT, remote address, state, …, and as the tenth the inode.
    private static IEnumerable<string> SocketsOn(int port, string table)
    {
        var suffix = port.ToString("X4", CultureInfo.InvariantCulture);
        return (Read(table) ?? "").Split('\n').Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(c => c.Length > 9 && c[3] == Listening && c[1].EndsWith($":{suffix}", StringComparison.Ordinal))
            .Select(c => $"socket:[{c[9]}]");
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(process, "fd")).EnumerateFiles().Any(f => f.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone.
            return false;
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
