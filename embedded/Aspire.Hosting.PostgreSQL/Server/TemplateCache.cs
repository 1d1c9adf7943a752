using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>
/// Data directories as <c>initdb</c> leaves them, kept for each version, superuser and account: copying one takes a tenth of the
/// time. They hold no password: over TCP nobody can log in until the server that uses a copy sets one.
/// </summary>
internal sealed class TemplateCache(PostgresBinaries binaries, DatabaseAccount account, string superuser, ToolRunner tools)
{
    private const string Locale = "C.UTF-8";

    // A change of how templates are made must not find the old ones.
    private const int Layout = 1;

    // Left by an AppHost that was killed in the middle of it; whoever has the lock is the only one at work.
    private const string UnfinishedSuffix = ".new-";

    public async Task CopyAsync(string target, CancellationToken cancellationToken)
    {
        var template = await EnsureAsync(cancellationToken);
        string[] flags = OperatingSystem.IsMacOS() ? ["-Rpc"] : ["-a", "--reflink=auto"];
        await tools.RequireAsync("cp", [.. flags, template, target], cancellationToken);
    }

    private async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var root = Path.Combine(DatabaseAccount.CacheRoot(), "postgres-templates");
        if (!Directory.Exists(root))
            CreatePassable(root);
        var template = Path.Combine(root, Key());
        if (Directory.Exists(template))
            return template;
        await using var _ = await FileLock.AcquireAsync(template + ".lock", cancellationToken);
        if (Directory.Exists(template))
            return template;
        foreach (var left in Directory.EnumerateDirectories(root, Path.GetFileName(template) + UnfinishedSuffix + "*"))
            Directory.Delete(left, recursive: true);
        var unfinished = $"{template}{UnfinishedSuffix}{RandomNumberGenerator.GetHexString(8)}";
        try
        {
            await account.CreateDirectoryAsync(unfinished, tools, cancellationToken);
            var (program, arguments) = account.Wrap(
                binaries.InitDb,
                ["-D", unfinished, "-U", superuser, "--auth=trust", "-E", "UTF8", $"--locale={Locale}", "--no-sync", "--no-instructions"]);
            await tools.RequireAsync(program, arguments, cancellationToken);
            Directory.Move(unfinished, template);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }

        return template;
    }

    private string Key()
    {
        var content = $"{Layout}|{binaries.Directory}|{binaries.Version}|{Locale}|{superuser}|{account.Name}";
        return $"{binaries.Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16]}";
    }

    private static void CreatePassable(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
    }
}
