using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Configuration;

namespace Shop.Hosting.Processes;

/// <summary>The ports of the launch profiles: insisted on, unless any others will do.</summary>
public static class Ports
{
    private static readonly string[] Dashboard =
        ["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Whether ports are free to choose, so that several AppHosts run side by side.</summary>
    /// <param name="builder">The application under construction.</param>
    public static bool AnyPortWillDo(this IDistributedApplicationBuilder builder) => builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts");

    /// <summary>Has the dashboard listen on any ports where these will do, and says who has those of the launch profile where not.</summary>
    /// <param name="builder">The application under construction, and nothing of it begun.</param>
    /// <exception cref="DistributedApplicationException">One is taken, as by this shop in another terminal.</exception>
    public static void ChoosePorts(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode) return;
        foreach (var name in Dashboard)
        {
            // Whatever is no address is for Aspire to complain of.
            if (!Uri.TryCreate(builder.Configuration[name]?.Split(';')[0], UriKind.Absolute, out var url)) continue;
            if (builder.AnyPortWillDo()) builder.Configuration[name] = $"{url.Scheme}://127.0.0.1:0";
            else if (url.Port > 0) ThrowIfTaken(url.Port);
        }
    }

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
