using System.Net.Sockets;

namespace Shop.Bench.Load;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends ready-made bytes and reads the answer's status and end. HttpClient would take
/// a third of the machine that it shares with what is measured; this takes a fraction of that.
/// </summary>
/// <param name="host">The host to call.</param>
/// <param name="port">Its port.</param>
internal sealed class HttpConnection(string host, int port) : IDisposable
{
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly HttpAnswerFraming _answer = new();
    private Socket? _socket;

    /// <summary>Bytes of body of the last answer.</summary>
    public long BodyBytes => _answer.BodyBytes;

    /// <summary>Sends a request and reads its answer; connects first where needed, and anew after a failure.</summary>
    /// <param name="request">The whole request, head and body.</param>
    /// <param name="cancellationToken">Gives up on the answer.</param>
    /// <returns>The status, or 0 when the connection failed or was given up.</returns>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            _socket ??= await ConnectAsync(cancellationToken);
            await SendAllAsync(_socket, request, cancellationToken);
            _answer.Reset();
            for (var complete = false; !complete;)
            {
                var count = await _socket.ReceiveAsync(_received.AsMemory(), cancellationToken);
                if (count == 0)
                    throw new InvalidDataException("The connection was closed before the answer was complete.");
                complete = _answer.Take(_received.AsSpan(0, count));
            }
            if (_answer.Closes)
                Dispose();
            return _answer.Status;
        }
        catch (Exception e) when (e is SocketException or InvalidDataException or OperationCanceledException)
        {
            // The caller counts it; what is left of the answer must not be taken for the next one.
            Dispose();
            return 0;
        }
    }

    /// <summary>Closes the connection; the next request opens a new one.</summary>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
    }
}
