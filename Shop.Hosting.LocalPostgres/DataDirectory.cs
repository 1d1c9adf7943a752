using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Hosting.LocalPostgres;

/// <summary>Where a server keeps its data: with the run, or in a volume or bind mount, which outlives it and which one AppHost at a time uses.</summary>
/// <param name="server">The resource.</param>
/// <param name="binaries">The installation.</param>
/// <param name="account">Who the server runs under.</param>
internal sealed class DataDirectory(PostgresServerResource server, PostgresBinaries binaries, ServerAccount account) : IDisposable
{
    private const string Locale = "C.UTF-8";

    private FileLock? _kept;

    /// <summary>Makes the directory ready for a server to start in: it exists, is of the right version, and nobody else uses it.</summary>
    /// <param name="run">The directory of the run.</param>
    /// <param name="superuser">Name of the superuser of a new directory.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DistributedApplicationException">Another AppHost uses the data, another version made them, or they cannot be used.</exception>
    public async Task<string> PrepareAsync(RunDirectory run, string superuser, CancellationToken cancellationToken)
    {
        var mount = server.Annotations.OfType<ContainerMountAnnotation>().LastOrDefault();
        var path = mount switch
        {
            null => run.Data,
            { Type: ContainerMountType.BindMount } => mount.Source!,
            _ => Path.Combine(ServerAccount.VolumeRoot, mount.Source!),
        };
        try
        {
            if (mount is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                _kept ??= FileLock.TryAcquire(path + ".lock") ?? throw new DistributedApplicationException(
                    $"The data of '{server.Name}' ('{path}') are in use by another AppHost. Stop it, or give this one a volume of its own.");
            }

            if (File.Exists(Path.Combine(path, "PG_VERSION"))) await CheckAsync(path, cancellationToken);
            else await FillAsync(path, superuser, cancellationToken);
            return path;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new DistributedApplicationException($"The directory '{path}' with the data of '{server.Name}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Lets another AppHost use data that are kept.</summary>
    public void Dispose() => _kept?.Dispose();

    private async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (!await account.MayUseAsync(path, cancellationToken))
        {
            throw new DistributedApplicationException(
                $"The directory '{path}' with the data of '{server.Name}' cannot be used by the account that the server runs under ({account.Name}): "
                + "give it the directory (chown), and let it pass through the directories above (chmod o+x).");
        }

        var made = (await File.ReadAllTextAsync(Path.Combine(path, "PG_VERSION"), cancellationToken)).Trim();
        if (made != binaries.Major.ToString(CultureInfo.InvariantCulture))
        {
            throw new DistributedApplicationException(
                $"The data of '{server.Name}' in '{path}' were made by PostgreSQL {made}, and the server found is {binaries.Version} ({binaries.Directory}). "
                + $"PostgreSQL reads only data of its own major version: set '{PostgresBinaries.ConfigurationKey}' to an installation of version {made}, "
                + "or move the directory away to begin with an empty database.");
        }

        await OrphanedServer.StopAsync(path, account, cancellationToken);
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

        // Under another name until it is whole: a copy that was cut off must not be taken for a database.
        var unfinished = path + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await CommandLine.RequireAsync(
            ["cp", .. OperatingSystem.IsMacOS() ? (string[])["-Rpc"] : ["-a", "--reflink=auto"], await TemplateAsync(superuser, cancellationToken), unfinished],
            cancellationToken: cancellationToken);
        Directory.Move(unfinished, path);
    }

    /// <summary>
    /// A data directory as <c>initdb</c> leaves it, kept for each version, superuser and account: copying one takes a fifth of the time
    /// that making one takes. It has no password and its own rules let nobody in.
    /// </summary>
    private async Task<string> TemplateAsync(string superuser, CancellationToken cancellationToken)
    {
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{binaries.Directory}|{binaries.Version}|{superuser}|{account.Name}"));
        var template = Path.Combine(ServerAccount.CacheRoot, $"template-{binaries.Version}-{Convert.ToHexStringLower(key)[..16]}");
        using var _ = await FileLock.AcquireAsync(template + ".lock", cancellationToken);
        if (Directory.Exists(template)) return template;

        var unfinished = template + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await account.CreateDirectoryAsync(unfinished, cancellationToken);
        await CommandLine.RequireAsync(
            account.Run(
                binaries.InitDb, "-D", unfinished, "-U", superuser, "--auth=reject", "-E", "UTF8", $"--locale={Locale}", "--no-sync", "--no-instructions"),
            cancellationToken: cancellationToken);
        Directory.Move(unfinished, template);
        return template;
    }
}
