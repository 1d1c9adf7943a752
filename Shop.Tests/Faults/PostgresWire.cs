using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Shop.Tests.Faults;

/// <summary>
/// A wire to PostgreSQL on which the answer to one message can be lost: the server has done what it was asked to, and whoever asked
/// sees a connection that ends. It can also be cut altogether, or forget the connections that it has, or be long.
/// </summary>
internal sealed class PostgresWire : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnectionStringBuilder _target;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<Connection, byte> _connections = new();
    private CancellationTokenSource _cut = new();
    private volatile byte[][]? _marks;
    private volatile bool _isCut;
    private int _lost;

    /// <summary>Opens a port.</summary>
    /// <param name="connectionString">Where it leads to.</param>
    public PostgresWire(string connectionString)
    {
        _target = new(connectionString);
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        }.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>How to connect through it.</summary>
    public string ConnectionString { get; }

    /// <summary>How long everything is on its way, in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many answers were lost.</summary>
    public int Lost => _lost;

    /// <summary>Loses the next answer on the connection that has sent all of these texts, one after the other; once.</summary>
    /// <param name="marks">The texts.</param>
    public void LoseAnswerAfter(params string[] marks) => _marks = [.. marks.Select(Encoding.ASCII.GetBytes)];

    /// <summary>
    /// Nothing that is sent on the connections of now arrives any more, and nobody is told; new ones go through: a router that translates
    /// addresses was started anew.
    /// </summary>
    public void ForgetConnections()
    {
        foreach (var connection in _connections.Keys) connection.IsForgotten = true;
    }

    /// <summary>Ends every connection and lets none through, or lets them through again.</summary>
    /// <param name="cut">Whether to.</param>
    public async Task CutAsync(bool cut)
    {
        _isCut = cut;
        if (!cut) return;
        var before = Interlocked.Exchange(ref _cut, new());
        await before.CancelAsync();
        before.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await CutAsync(true);
        _cut.Dispose();
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
            if (_isCut) return;
            caller.NoDelay = true;
            var state = new Connection();
            _connections[state] = 0;
            var cut = _cut.Token;
            try
            {
                await target.ConnectAsync(_target.Host!, _target.Port, cut);
                await Task.WhenAny(
                    PassOnAsync(state, caller.Client, target.Client, sent => Watch(state, sent), cut),
                    PassOnAsync(state, target.Client, caller.Client, _ => !state.IsLost, cut));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // Cut, or nobody there.
            }
            finally
            {
                _connections.TryRemove(state, out _);
            }
        }
    }

    /// <summary>Looks for the marks in what is sent; it always goes through.</summary>
    private bool Watch(Connection connection, ReadOnlySpan<byte> sent)
    {
        if (_marks is not { } marks) return true;
        while (connection.Seen < marks.Length && sent.IndexOf(marks[connection.Seen]) is >= 0 and var at)
        {
            sent = sent[(at + marks[connection.Seen].Length)..];
            connection.Seen++;
        }

        if (connection.Seen < marks.Length) return true;
        _marks = null;
        connection.IsLost = true;
        Interlocked.Increment(ref _lost);
        return true;
    }

    private delegate bool Filter(ReadOnlySpan<byte> bytes);

    private async Task PassOnAsync(Connection connection, Socket from, Socket to, Filter goesThrough, CancellationToken cut)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, cut) is > 0 and var count)
            {
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, cut);
                if (connection.IsForgotten) continue;
                if (!goesThrough(buffer.AsSpan(0, count))) return;
                for (ReadOnlyMemory<byte> rest = buffer.AsMemory(0, count); rest.Length > 0;) rest = rest[await to.SendAsync(rest, cut)..];
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    private sealed class Connection
    {
        private volatile bool _isLost, _isForgotten;

        public int Seen { get; set; }

        public bool IsLost
        {
            get => _isLost;
            set => _isLost = value;
        }

        public bool IsForgotten
        {
            get => _isForgotten;
            set => _isForgotten = value;
        }
    }
}
