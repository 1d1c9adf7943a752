using System.Net;
using System.Net.Sockets;

namespace Shop.Tests.Hosting;

/// <summary>
/// A wire between two processes that can be made long or to break: while it cuts, some answers end in the middle, with a reset, and
/// neither side knows what the other one has seen. Otherwise it passes on everything as it comes.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>One answer out of so many is cut.</summary>
    private const int OneIn = 3;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Uri> _target;
    private readonly Task _accepting;
    private int _cuts;

    /// <summary>Opens a port.</summary>
    /// <param name="target">Where connections lead to, asked for with each of them: it may not be known yet.</param>
    public CuttingProxy(Func<Uri> target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect to in place of the target.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Whether answers are being cut.</summary>
    public bool IsCutting { get; set; }

    /// <summary>How long everything is on its way, in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many answers were cut so far.</summary>
    public int Cuts => _cuts;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using var target = new TcpClient { NoDelay = true };
        using (caller)
        {
            caller.NoDelay = true;
            try
            {
                var address = _target();
                await target.ConnectAsync(address.Host, address.Port, _stop.Token);
                await Task.WhenAny(PassOnAsync(caller.Client, target.Client, canCut: false), PassOnAsync(target.Client, caller.Client, canCut: true));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The target is not there: the caller sees its connection end, as it would without a wire in between.
            }
        }
    }

    private async Task PassOnAsync(Socket from, Socket to, bool canCut)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, _stop.Token);
                var cut = canCut && IsCutting && Random.Shared.Next(OneIn) == 0;
                await SendAsync(to, buffer.AsMemory(0, cut ? count / 2 : count));
                if (!cut) continue;

                Interlocked.Increment(ref _cuts);
                // Closing without lingering resets the connection in place of ending it.
                to.LingerState = new LingerOption(true, 0);
                return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes, _stop.Token)..];
    }
}
