using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;

namespace Shop.Hosting.LocalPostgres;

/// <summary>A server that outlived its AppHost and its launcher, in a data directory that is to be used or removed.</summary>
internal static class OrphanedServer
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends the server of a data directory, if there is one, and removes the file that a dead one has left.</summary>
    /// <param name="data">The data directory, whose lock the caller holds.</param>
    /// <param name="account">Who the server runs under.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DistributedApplicationException">It does not end.</exception>
    public static async Task StopAsync(string data, ServerAccount account, CancellationToken cancellationToken)
    {
        var file = Path.Combine(data, "postmaster.pid");
        if (!File.Exists(file)) return;
        var first = (await File.ReadAllLinesAsync(file, cancellationToken)).FirstOrDefault();
        if (int.TryParse(first, CultureInfo.InvariantCulture, out var id) && IsServerOf(id, data))
        {
            // A fast shutdown: sessions are ended, their transactions rolled back.
            await CommandLine.RunAsync(account.Run("kill", "-INT", first!), cancellationToken: cancellationToken);
            for (var waited = TimeSpan.Zero; IsServerOf(id, data); waited += CheckInterval)
            {
                if (waited > StopBound) throw new DistributedApplicationException($"A PostgreSQL server (process {id}) runs on '{data}' and does not stop.");
                await Task.Delay(CheckInterval, cancellationToken);
            }
        }

        // The number in it may belong to another process by now, which a new server would take for a running one.
        File.Delete(file);
    }

    private static bool IsServerOf(int id, string data)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal)
                && (!OperatingSystem.IsLinux() || new FileInfo($"/proc/{id}/cwd").LinkTarget == data);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
