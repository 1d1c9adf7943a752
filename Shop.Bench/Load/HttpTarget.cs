using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Shop.Bench.Load;

/// <summary>An address under load: a connection for each client, and the bytes of its requests.</summary>
/// <param name="address">Scheme, host and port; plain http.</param>
/// <param name="authorization">What each request shows of who sends it; nothing where it is empty.</param>
internal sealed class HttpTarget(Uri address, string authorization = "") : IDisposable
{
    private readonly string _authorization = authorization.Length > 0 ? $"Authorization: {authorization}\r\n" : "";
    private readonly ConcurrentDictionary<int, HttpConnection> _connections = new();

    /// <summary>The address.</summary>
    public Uri Address => address;

    /// <summary>The connection of a client, opened with its first request.</summary>
    /// <param name="client">The client.</param>
    public HttpConnection ConnectionOf(int client) =>
        _connections.GetOrAdd(client, static (_, to) => new HttpConnection(to.Host, to.Port), address);

    /// <summary>The bytes of a GET.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="headers">Further header lines, each with its line end.</param>
    public byte[] Get(string path, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: application/json\r\n{_authorization}{headers}\r\n");

    /// <summary>The bytes of a POST with a JSON body.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="headers">Further header lines, each with its line end.</param>
    /// <param name="json">The body, ASCII only.</param>
    public byte[] Post(string path, string headers, string json) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: application/json\r\nContent-Type: application/json\r\n{_authorization}{headers}Content-Length: {json.Length}\r\n\r\n{json}"));

    /// <inheritdoc/>
    public void Dispose() => Disconnect();

    /// <summary>Closes every connection; the next request of a client opens a new one.</summary>
    public void Disconnect()
    {
        foreach (var connection in _connections.Values)
            connection.Dispose();
    }
}
