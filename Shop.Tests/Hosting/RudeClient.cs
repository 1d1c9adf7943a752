using System.Net.Sockets;
using System.Text;

namespace Shop.Tests.Hosting;

/// <summary>A client that does not wait for what it has asked for.</summary>
internal static class RudeClient
{
    /// <summary>Sends a request and resets the connection a moment later, whether or not it was answered.</summary>
    /// <param name="address">The service.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">The body, in ASCII.</param>
    /// <param name="after">The moment.</param>
    public static async Task HangUpAsync(Uri address, HttpMethod method, string path, string body, TimeSpan after)
    {
        // Closing without lingering resets the connection in place of ending it.
        using var connection = new TcpClient { NoDelay = true, LingerState = new LingerOption(true, 0) };
        await connection.ConnectAsync(address.Host, address.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {Credentials.For(method, path)}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        await Task.Delay(after);
    }
}
