using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace Shop.AppHost.Topologies;

/// <summary>A port that a service insists on and somebody else has.</summary>
internal static class TakenPort
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Says who listens on a port before a service dies of it.</summary>
    /// <param name="port">The port on loopback.</param>
    /// <exception cref="DistributedApplicationException">It is taken.</exception>
    public static void ThrowIfTaken(int port)
    {
        if (!IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port && IsHere(listener.Address))) return;
        throw new DistributedApplicationException(
            $"Port {port} is taken{OwnerOf(port)}. End that, or take free ports: DcpPublisher__RandomizePorts=true, or 'aspire start --isolated'.");
    }

    private static bool IsHere(IPAddress address) => IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    // Linux only, and only for processes of one's own: /proc/net/tcp has the socket's number, a process's fd folder who holds it (proc(5)).
    private static string OwnerOf(int port)
    {
        var local = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        const string listening = "0A";
        var sockets = Tables.Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[1].EndsWith(local, StringComparison.Ordinal) && fields[3] == listening)
            .Select(fields => $"socket:[{fields[9]}]").ToHashSet();
        foreach (var process in System.Diagnostics.Process.GetProcesses())
        {
            try
            {
                if (new DirectoryInfo($"/proc/{process.Id}/fd").EnumerateFiles().Any(file => file.LinkTarget is { } target && sockets.Contains(target)))
                    return $" by process {process.Id} ({process.ProcessName})";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or another user's.
            }
        }

        return "";
    }
}
