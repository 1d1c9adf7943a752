using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Shop.OrderApi.Webhooks;

/// <summary>
/// Addresses that lead to no stranger: those of the special-purpose registries (IANA, RFC 6890; as of 2026), those for groups of receivers, and this host's
/// own.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] IPv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.31.196.0/24"), IPNetwork.Parse("192.52.193.0/24"), IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("192.175.48.0/24"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"), IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
    ];

    /// <summary>All that is given out to anybody (RFC 4291, section 2.4); the rest is for something else, or for nothing yet.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>What is special within that: protocols, translations of IPv4 addresses, examples.</summary>
    private static readonly IPNetwork[] IPv6 =
    [
        IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("2620:4f:8000::/48"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>Whether an address is one of these.</summary>
    /// <param name="address">The address, in whatever notation it was read from.</param>
    public static bool Contain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IsOfSpecialRange(address) || OfThisHost().Contains(address);
    }

    private static bool IsOfSpecialRange(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? Array.Exists(IPv4, network => network.Contains(address))
        : !GlobalUnicast.Contains(address) || Array.Exists(IPv6, network => network.Contains(address));

    /// <summary>The addresses that this host has now, public ones among them: what listens there may count on being asked from here only.</summary>
    public static HashSet<IPAddress> OfThisHost() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address),
    ];
}
