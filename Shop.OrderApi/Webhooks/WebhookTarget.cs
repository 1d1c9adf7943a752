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
        return !AllowsPrivate && ((IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IsPrivate(address)) || uri.IsLoopback)
            ? "The address must be a public one."
            : null;
    }

    /// <summary>Connects to an allowed address of the host.</summary>
    /// <exception cref="HttpRequestException">The host has no address that may be called, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = AllowsPrivate ? addresses : Array.FindAll(addresses, address => !IsPrivate(address));
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

    /// <summary>Addresses that do not lead to the public internet (IANA special-purpose registries, the ranges that matter here).</summary>
    internal static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast
                || address.Equals(IPAddress.IPv6Any) || NonPublicIPv6.Any(network => network.Contains(address));
        }

        return NonPublicIPv4.Any(network => network.Contains(address));
    }

    private static readonly IPNetwork[] NonPublicIPv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("224.0.0.0/3"),
    ];

    /// <summary>Translations of IPv4 addresses, private ones among them.</summary>
    private static readonly IPNetwork[] NonPublicIPv6 = [IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("2002::/16")];
}
