namespace Shop.Tests.AppHosts;

/// <summary>The directories in which the servers of running AppHosts have their data.</summary>
internal static class RunDirectories
{
    private static string Root => Environment.IsPrivilegedProcess ? "/tmp" : Path.GetTempPath();

    /// <summary>Those that nobody owns any more: the lock of a process that has ended is free.</summary>
    /// <param name="since">Older ones are not looked at.</param>
    public static IReadOnlyList<string> Dead(DateTime since) =>
    [
        .. Directory.EnumerateDirectories(Root, "aspire-postgres-*").Where(directory => Directory.GetCreationTimeUtc(directory) >= since && !IsOwned(directory)),
    ];

    private static bool IsOwned(string directory)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(directory, "owner.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            // Locked by its owner, or gone meanwhile.
            return true;
        }
    }
}
