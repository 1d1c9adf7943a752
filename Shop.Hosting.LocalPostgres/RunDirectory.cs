using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting;

namespace Shop.Hosting.LocalPostgres;

/// <summary>
/// The temporary directory of one server in one run of an AppHost. It goes with the run; one whose AppHost and launcher were both killed
/// is removed by the next that is made. Its owner's lock, which the system takes from a dead process, tells which those are.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private const string Prefix = "aspire-postgres-";
    private const string LockName = "owner.lock";
    private const string DataName = "data";

    private static readonly TimeSpan CreationGrace = TimeSpan.FromMinutes(1);

    private readonly FileLock _owner;

    private RunDirectory(string path, FileLock owner) => (Location, _owner) = (path, owner);

    /// <summary>The directory, which other accounts can pass through but not list.</summary>
    public string Location { get; }

    /// <summary>The server's data, where they are not kept elsewhere.</summary>
    public string Data => Path.Combine(Location, DataName);

    /// <summary>Makes one, and removes those of dead runs.</summary>
    /// <param name="account">Who their servers run under.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<RunDirectory> CreateAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        // The server's account must be able to pass through all of the path, which root's own temporary directory may not allow.
        var root = Environment.IsPrivilegedProcess ? "/tmp" : Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        foreach (var directory in Directory.EnumerateDirectories(root, Prefix + "*"))
            await RemoveIfDeadAsync(directory, account, cancellationToken);

        var path = Path.Combine(root, Prefix + RandomNumberGenerator.GetHexString(8, lowercase: true));
        ServerAccount.CreatePassableDirectory(path);
        var owner = FileLock.TryAcquire(Path.Combine(path, LockName)) ?? throw new DistributedApplicationException($"'{path}' is somebody else's.");
        owner.Describe(string.Create(
            CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, started {System.Diagnostics.Process.GetCurrentProcess().StartTime:O}\n"));
        return new(path, owner);
    }

    /// <summary>Removes the directory.</summary>
    public void Dispose()
    {
        Remove(Location);
        _owner.Dispose();
    }

    private static async Task RemoveIfDeadAsync(string directory, ServerAccount account, CancellationToken cancellationToken)
    {
        try
        {
            var file = Path.Combine(directory, LockName);
            // Its owner may be between making the directory and taking the lock.
            if (!File.Exists(file) && DateTime.UtcNow - Directory.GetCreationTimeUtc(directory) < CreationGrace) return;
            using var dead = FileLock.TryAcquire(file);
            if (dead is null) return;
            await OrphanedServer.StopAsync(Path.Combine(directory, DataName), account, cancellationToken);
            Remove(directory);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Another user's, or removed by a neighbour at the same moment.
        }
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (IOException)
        {
            // Something in it is still being closed: the next run removes it.
        }
    }
}
