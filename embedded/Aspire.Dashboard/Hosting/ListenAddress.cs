using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aspire.Dashboard.Hosting;

/// <summary>A URL to listen on.</summary>
/// <param name="Uri">The URL.</param>
/// <param name="Setting">The setting that it came from, for messages.</param>
internal sealed record ListenAddress(Uri Uri, string Setting)
{
    internal int Port => Uri.Port;

    /// <summary>Whether only this machine can connect.</summary>
    internal bool IsLoopback => Uri.IsLoopback || Uri.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one URL, or several separated by semicolons.</summary>
    /// <exception cref="DashboardConfigurationException">One of them is none to listen on.</exception>
    internal static IReadOnlyList<ListenAddress> Parse(string setting, string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => ParseOne(setting, url)).ToList();
        return addresses.Count > 0 ? addresses : throw new DashboardConfigurationException($"{setting} names no URL to listen on.");
    }

    /// <summary>Listens; with port 0 on a free port of 127.0.0.1.</summary>
    internal void Listen(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        void Configure(ListenOptions options)
        {
            configure(options);
            if (Uri.Scheme == Uri.UriSchemeHttps)
                options.UseHttps();
        }

        if (IPAddress.TryParse(Uri.Host.Trim('[', ']'), out var address))
            kestrel.Listen(address, Port, Configure);
        else if (!IsLoopback)
            kestrel.ListenAnyIP(Port, Configure);
        else if (Port == 0)
            kestrel.Listen(IPAddress.Loopback, Port, Configure);
        else
            kestrel.ListenLocalhost(Port, Configure);
    }

    private static ListenAddress ParseOne(string setting, string url)
    {
        // '*' and '+' mean every address; they are no host names, so the parser needs another word for them.
        var readable = url.Replace("://*", "://any.invalid", StringComparison.Ordinal).Replace("://+", "://any.invalid", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new DashboardConfigurationException($"{setting} '{url}' is not an http or https URL to listen on.");
        return new ListenAddress(uri, setting);
    }
}
