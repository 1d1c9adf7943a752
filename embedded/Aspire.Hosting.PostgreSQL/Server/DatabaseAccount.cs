using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>
/// The account that the server runs under. PostgreSQL refuses to run as root, so root lends it another one; everybody else runs it
/// as themselves.
/// </summary>
/// <param name="Name">The account; null for one's own.</param>
/// <param name="Group">Its group.</param>
internal sealed record DatabaseAccount(string? Name, string? Group)
{
    private const string DirectoryName = "aspire-embedded";

    /// <exception cref="DistributedApplicationException">Root has no other account to lend.</exception>
    public static DatabaseAccount Current()
    {
        if (!Signals.IsRoot)
            return new(null, null);
        if (Executables.Find("setpriv") is null)
            throw new DistributedApplicationException("PostgreSQL refuses to run as root, and there is no 'setpriv' to run it under another account. Start the AppHost as another user.");
        var accounts = File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd").Select(l => l.Split(':')).ToList() : [];
        foreach (var name in new[] { "postgres", "nobody" })
        {
            if (accounts.FirstOrDefault(a => a[0] == name) is { Length: > 3 } account)
                return new(name, account[3]);
        }

        throw new DistributedApplicationException("PostgreSQL refuses to run as root, and there is neither an account 'postgres' nor 'nobody' to run it under.");
    }

    /// <summary>The program, with arguments, that runs another one under the account; empty for one's own.</summary>
    public IReadOnlyList<string> Wrapper => Name is null
        ? []
        : [Executables.Find("setpriv")!, $"--reuid={Name}", $"--regid={Group}", "--clear-groups", "--"];

    /// <summary>The command line that runs a program under the account.</summary>
    public (string FileName, IReadOnlyList<string> Arguments) Wrap(string program, IReadOnlyList<string> arguments)
    {
        string[] command = [.. Wrapper, program, .. arguments];
        return (command[0], command[1..]);
    }

    /// <summary>A new directory that belongs to the account and is closed to all others.</summary>
    public async Task CreateDirectoryAsync(string path, ToolRunner tools, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Name is not null)
            await tools.RequireAsync("chown", [$"{Name}:{Group}", path], cancellationToken);
    }

    /// <summary>Whether the account can read and change a directory.</summary>
    public async Task<bool> MayUseAsync(string path, ToolRunner tools, CancellationToken cancellationToken)
    {
        if (Name is null)
            return true;
        var (program, arguments) = Wrap("test", ["-r", path, "-a", "-w", path, "-a", "-x", path]);
        return (await tools.RunAsync(program, arguments, cancellationToken)).ExitCode == 0;
    }

    /// <summary>What outlives a run and can be made again, for this user.</summary>
    public static string CacheRoot() => Open(
        Signals.IsRoot ? $"/var/cache/{DirectoryName}"
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache"),
            DirectoryName));

    /// <summary>What outlives a run and cannot be made again, for this user.</summary>
    public static string DataRoot() => Open(
        Signals.IsRoot ? $"/var/lib/{DirectoryName}"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), DirectoryName));

    // Others may pass through, as the account of the server must, but not list.
    private static string Open(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        return path;
    }
}
