using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Shop.OrderApi.Webhooks;

/// <summary>
/// Which addresses may be called. Checked when the connection is made and not when the subscription is: a name may point
/// elsewhere by then (server-side request forgery by DNS rebinding).
/// </summary>
internal sealed class WebhookTarget(IHostEnvironment environment, IOptions<WebhookOptions> options)
{
    /// <summary>Longer addresses are refused.</summary>
    public const int MaxUrlLength = 2000;

    private bool AllowsPrivate => options.Value.AllowPrivateTargets ?? environment.IsDevelopment();

    /// <summary>Says what is wrong with a subscriber's address, or null.</summary>
    public string? Check(string? url)
    {
        if (url is not { Length: > 0 and <= MaxUrlLength } || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            return $"An absolute http or https address of at most {MaxUrlLength} characters is required.";
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) return "The address must have neither a user name nor a fragment.";
        return !AllowsPrivate && ((IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && SpecialAddresses.Contain(address)) || uri.IsLoopback)
            ? "The address must be a public one, and not this host's."
            : null;
    }

    /// <summary>Connects to an allowed address of the host.</summary>
    /// <exception cref="HttpRequestException">The host has no address that may be called, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = AllowsPrivate ? addresses : Array.FindAll(addresses, address => !SpecialAddresses.Contain(address));
        if (allowed.Length == 0) throw new HttpRequestException("The target has no address that may be called.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
