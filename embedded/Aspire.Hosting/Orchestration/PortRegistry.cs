using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Gives out ports that nobody listens on. A port that was given out is leased by a locked file until the AppHost ends, so that
/// AppHosts side by side never get the same one, and a restarted resource gets its own again.
/// </summary>
internal sealed class PortRegistry : IDisposable
{
    // Below the ports that systems give to outgoing connections (Linux from 32768, macOS from 49152).
    private const int FirstDynamicPort = 20_000;
    private const int LastDynamicPort = 32_000;
    private const int Attempts = 2_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, FileStream> _leases = [];
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"aspire-ports-{Environment.UserName}");

    public int AcquireAny()
    {
        for (var i = 0; i < Attempts; i++)
        {
            var port = Random.Shared.Next(FirstDynamicPort, LastDynamicPort);
            if (TryAcquire(port))
                return port;
        }

        throw new DistributedApplicationException($"No free port between {FirstDynamicPort} and {LastDynamicPort} was found.");
    }

    /// <summary>The port asked for where it is free, else the next one that is.</summary>
    public int AcquireFrom(int preferred)
    {
        for (var port = preferred; port <= IPEndPoint.MaxPort && port < preferred + Attempts; port++)
        {
            if (TryAcquire(port))
                return port;
        }

        return AcquireAny();
    }

    public bool TryAcquire(int port)
    {
        lock (_lock)
        {
            if (_leases.ContainsKey(port) || TryLease(port) is not { } lease)
                return false;
            if (!IsFree(port))
            {
                lease.Dispose();
                return false;
            }

            _leases[port] = lease;
            return true;
        }
    }

    public void Release(int port)
    {
        lock (_lock)
        {
            if (_leases.Remove(port, out var lease))
                lease.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var lease in _leases.Values)
                lease.Dispose();
            _leases.Clear();
        }
    }

    /// <summary>Whether nobody listens on the port, on either loopback address.</summary>
    public static bool IsFree(int port) => IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port));

    private static bool IsFree(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private FileStream? TryLease(int port)
    {
        try
        {
            Directory.CreateDirectory(_directory);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DistributedApplicationException(
                $"The directory '{_directory}' cannot be made: set the variable TMPDIR to a directory that you may write to.", e);
        }

        try
        {
            return new(
                Path.Combine(_directory, port.ToString(CultureInfo.InvariantCulture)),
                FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
