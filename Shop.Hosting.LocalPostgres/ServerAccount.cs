using Aspire.Hosting;

namespace Shop.Hosting.LocalPostgres;

/// <summary>
/// The account that the server runs under. PostgreSQL refuses to run as root, so root lends it another one; everybody else runs it
/// as themselves.
/// </summary>
/// <param name="Name">The account; null for one's own.</param>
/// <param name="Group">The number of its group, whose name need not be the account's.</param>
internal sealed record ServerAccount(string? Name, string? Group)
{
    private const string DirectoryName = "aspire-local-postgres";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Others may pass through, as the account of the server must, but not list.
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] Lent = ["postgres", "nobody"];

    /// <summary>What outlives a run and can be made again.</summary>
    public static string CacheRoot => Create(
        Environment.IsPrivilegedProcess ? $"/var/cache/{DirectoryName}"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache", DirectoryName),
        Passable);

    /// <summary>What outlives a run and cannot be made again: the volumes.</summary>
    public static string VolumeRoot => Create(
        Environment.IsPrivilegedProcess ? $"/var/lib/{DirectoryName}"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), DirectoryName),
        Passable);

    /// <summary>The account for this process.</summary>
    /// <exception cref="DistributedApplicationException">Root has no other account to lend.</exception>
    public static ServerAccount Current()
    {
        if (!Environment.IsPrivilegedProcess) return new(null, null);
        if (CommandLine.Find("setpriv") is not null && File.Exists("/etc/passwd") && Among(File.ReadLines("/etc/passwd")) is { } account) return account;

        throw new DistributedApplicationException(
            "PostgreSQL refuses to run as root, and there is no 'setpriv' or no account 'postgres' or 'nobody' to run it under. Start the AppHost as another user.");
    }

    /// <summary>The account that root lends, or null.</summary>
    /// <param name="accounts">The system's accounts: a name, a password, the number of the account, that of its group and more (passwd(5)).</param>
    public static ServerAccount? Among(IEnumerable<string> accounts)
    {
        var groups = accounts.Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToLookup(fields => fields[0], fields => fields[3]);
        return Lent.Where(groups.Contains).Select(name => new ServerAccount(name, groups[name].First())).FirstOrDefault();
    }

    /// <summary>The command line that runs a program under the account. It ends in an <c>exec</c>: the process id is the program's.</summary>
    /// <param name="command">The program and its arguments.</param>
    public IReadOnlyList<string> Run(params IReadOnlyList<string> command) =>
        Name is null ? command : [CommandLine.Find("setpriv")!, $"--reuid={Name}", $"--regid={Group}", "--init-groups", "--", .. command];

    /// <summary>A new directory that belongs to the account and is closed to all others.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task CreateDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        Create(path, OwnerOnly);
        if (Name is not null) await CommandLine.RequireAsync(["chown", Name, path], cancellationToken: cancellationToken);
    }

    /// <summary>A new directory that the account can pass through.</summary>
    /// <param name="path">The directory.</param>
    public static void CreatePassableDirectory(string path) => Create(path, Passable);

    /// <summary>Whether the account can read and change a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<bool> MayUseAsync(string path, CancellationToken cancellationToken) =>
        (await CommandLine.RunAsync(Run("test", "-r", path, "-a", "-w", path, "-a", "-x", path), cancellationToken: cancellationToken)).ExitCode == 0;

    private static string Create(string path, UnixFileMode mode) =>
        (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, mode)).FullName;
}
