using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>Where a server keeps its data: with the run, or in a place that outlives it and that one AppHost at a time uses.</summary>
internal sealed class DataDirectory(PostgresServerResource server, PostgresBinaries binaries, DatabaseAccount account, ToolRunner tools, EnginePatience patience)
    : IAsyncDisposable
{
    private const string TemporaryName = "d";

    private static readonly TimeSpan OrphanCheckInterval = TimeSpan.FromMilliseconds(100);

    private FileLock? _lock;

    /// <returns>A directory that the server can be started in.</returns>
    /// <exception cref="DistributedApplicationException">
    /// Another AppHost or server uses the data, another version made them, or they cannot be read.
    /// </exception>
    public async Task<string> PrepareAsync(string runDirectory, string superuser, ProcessGuard guard, CancellationToken cancellationToken)
    {
        var mount = server.Annotations.OfType<ContainerMountAnnotation>().LastOrDefault();
        var path = mount is null ? Path.Combine(runDirectory, TemporaryName) : PathOf(mount);
        try
        {
            return await PrepareAsync(path, mount, superuser, guard, cancellationToken);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new DistributedApplicationException($"The directory '{path}' with the data of '{server.Name}' cannot be used: {e.Message}", e);
        }
    }

    private async Task<string> PrepareAsync(
        string path, ContainerMountAnnotation? mount, string superuser, ProcessGuard guard, CancellationToken cancellationToken)
    {
        if (mount is not null)
        {
            CreateParent(path, mount.Type);
            _lock ??= FileLock.TryAcquire(path + ".lock") ?? throw new DistributedApplicationException(
                $"The data of '{server.Name}' ('{path}') are in use by another AppHost. Stop it, or give this one a volume of its own.");
            guard.RegisterDataDirectory(path);
        }

        if (File.Exists(VersionFile(path)))
        {
            CheckVersion(path);
            await WaitForOrphanAsync(path, cancellationToken);
        }
        else
        {
            await FillAsync(path, superuser, cancellationToken);
        }

        if (mount is not null && !await account.MayUseAsync(path, tools, cancellationToken))
        {
            throw new DistributedApplicationException(
                $"The directory '{path}' with the data of '{server.Name}' cannot be used by the account that the server runs under ({account.Name}): "
                + "give it the directory (chown), and let it pass through the directories above (chmod o+x).");
        }

        await AccessRules.WriteAsync(path, cancellationToken);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_lock is not null)
            await _lock.DisposeAsync();
        _lock = null;
    }

    private static string PathOf(ContainerMountAnnotation mount) => mount.Type == ContainerMountType.BindMount
        ? mount.Source!
        : Path.Combine(DatabaseAccount.DataRoot(), "volumes", mount.Source!);

    private static void CreateParent(string path, ContainerMountType type)
    {
        var parent = Path.GetDirectoryName(path)!;
        if (Directory.Exists(parent))
            return;
        if (OperatingSystem.IsWindows() || type == ContainerMountType.BindMount)
            Directory.CreateDirectory(parent);
        else
            Directory.CreateDirectory(parent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
    }

    private async Task FillAsync(string path, string superuser, CancellationToken cancellationToken)
    {
        // An empty directory may be there, made by hand; anything else is not ours to write over.
        if (Directory.Exists(path))
        {
            if (Directory.EnumerateFileSystemEntries(path).Any())
                throw new DistributedApplicationException($"'{path}' for the data of '{server.Name}' holds something else than PostgreSQL's data.");
            Directory.Delete(path);
        }

        var unfinished = path + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        await new TemplateCache(binaries, account, superuser, tools).CopyAsync(unfinished, cancellationToken);
        Directory.Move(unfinished, path);
    }

    private void CheckVersion(string path)
    {
        var made = File.ReadAllText(VersionFile(path)).Trim();
        if (made != binaries.Major.ToString(CultureInfo.InvariantCulture))
        {
            throw new DistributedApplicationException(
                $"The data of '{server.Name}' in '{path}' were made by PostgreSQL {made}, and the server found is {binaries.Version} ({binaries.Directory}). "
                + $"PostgreSQL reads only data of its own major version: set '{PostgresBinaries.ConfigurationKey}' to an installation of version {made}, "
                + "or move the directory away to begin with an empty database.");
        }
    }

    private async Task WaitForOrphanAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.Combine(path, "postmaster.pid");
        for (var waited = TimeSpan.Zero; File.Exists(file); waited += OrphanCheckInterval)
        {
            var first = (await File.ReadAllLinesAsync(file, cancellationToken)).FirstOrDefault();
            if (!int.TryParse(first, CultureInfo.InvariantCulture, out var pid) || !IsPostmaster(pid))
            {
                // Its number may belong to another process by now, which the server would take for a running server.
                File.Delete(file);
                return;
            }

            if (waited > patience.Orphan)
                throw new DistributedApplicationException($"A PostgreSQL server (process {pid}) already runs on '{path}', the data of '{server.Name}'. Stop it first.");
            await Task.Delay(OrphanCheckInterval, cancellationToken);
        }
    }

    private static bool IsPostmaster(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string VersionFile(string path) => Path.Combine(path, "PG_VERSION");
}
