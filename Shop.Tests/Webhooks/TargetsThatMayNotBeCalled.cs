using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Webhooks;

namespace Shop.Tests.Webhooks;

/// <summary>Whoever may subscribe must not be able to have the service call what only the service can reach.</summary>
public sealed class TargetsThatMayNotBeCalled
{
    [Theory]
    [InlineData("http://127.0.0.1/hook")]
    [InlineData("http://localhost/hook")]
    [InlineData("http://[::1]/hook")]
    [InlineData("http://[::ffff:127.0.0.1]/hook")]
    [InlineData("http://0.0.0.0/hook")]
    [InlineData("http://2130706433/hook")]
    [InlineData("http://0x7f.1/hook")]
    [InlineData("http://10.1.2.3/hook")]
    [InlineData("http://172.16.0.1/hook")]
    [InlineData("http://192.168.1.1/hook")]
    [InlineData("http://100.64.0.1/hook")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[fe80::1]/hook")]
    [InlineData("http://[fd00::1]/hook")]
    [InlineData("http://[64:ff9b::7f00:1]/hook")]
    [InlineData("http://[2002:7f00:1::]/hook")]
    [InlineData("http://0177.0.0.1/hook")]
    [InlineData("http://127.1/hook")]
    [InlineData("http://[::127.0.0.1]/hook")]
    [InlineData("http://[::]/hook")]
    [InlineData("http://192.0.0.8/hook")]
    [InlineData("http://192.0.2.1/hook")]
    [InlineData("http://192.88.99.1/hook")]
    [InlineData("http://192.175.48.1/hook")]
    [InlineData("http://198.18.0.1/hook")]
    [InlineData("http://198.51.100.1/hook")]
    [InlineData("http://203.0.113.1/hook")]
    [InlineData("http://224.0.0.1/hook")]
    [InlineData("http://255.255.255.255/hook")]
    [InlineData("http://[100::1]/hook")]
    [InlineData("http://[2001::1]/hook")]
    [InlineData("http://[2001:db8::1]/hook")]
    [InlineData("http://[2620:4f:8000::1]/hook")]
    [InlineData("http://[3fff::1]/hook")]
    [InlineData("http://[5f00::1]/hook")]
    [InlineData("http://[fec0::1]/hook")]
    [InlineData("http://[ff02::1]/hook")]
    public void A_private_address_cannot_be_subscribed_outside_development(string url)
    {
        Assert.NotNull(NewTarget(Environments.Production).Check(url));
        Assert.Null(NewTarget(Environments.Development).Check(url));
    }

    [Theory]
    [InlineData("https://example.org/hook")]
    [InlineData("http://93.184.216.34:8080/hook?key=1")]
    [InlineData("http://[2606:2800:220:1:248:1893:25c8:1946]/hook")]
    public void A_public_address_can_be_subscribed(string url) => Assert.Null(NewTarget(Environments.Production).Check(url));

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_not_connected_to_whatever_it_was_when_it_subscribed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connecting = listener.AcceptTcpClientAsync();

        // As the sender is set up: the check is in the connection, after the name was looked up.
        using var refusing = NewClient(NewTarget(Environments.Production));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => refusing.GetAsync($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        Assert.Contains("no address that may be called", refused.ToString(), StringComparison.Ordinal);
        Assert.False(connecting.IsCompleted);

        using var allowing = NewClient(NewTarget(Environments.Development));
        using var stop = new CancellationTokenSource();
        var answer = allowing.GetAsync($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/", stop.Token);
        using (await connecting.WaitAsync(TimeSpan.FromSeconds(30)))
            await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => answer);
    }

    [Fact]
    public void This_hosts_own_addresses_are_not_called_however_public_they_are()
    {
        var own = SpecialAddresses.OfThisHost();

        Assert.Contains(IPAddress.Loopback, own);
        Assert.All(own, address => Assert.True(SpecialAddresses.Contain(address.MapToIPv6()), $"{address}"));
        Assert.All(own, address => Assert.NotNull(NewTarget(Environments.Production).Check(
            address.AddressFamily == AddressFamily.InterNetworkV6 ? $"http://[{new IPAddress(address.GetAddressBytes())}]/" : $"http://{address}/")));
    }

    [Fact]
    public void Development_can_be_as_strict_as_production() =>
        Assert.NotNull(NewTarget(Environments.Development, new() { AllowPrivateTargets = false }).Check("http://127.0.0.1/"));

    private static HttpClient NewClient(WebhookTarget target) => new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = target.ConnectAsync });

    private static WebhookTarget NewTarget(string environment, WebhookOptions? options = null) =>
        new(new NamedEnvironment(environment), Options.Create(options ?? new WebhookOptions()));

    private sealed class NamedEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Shop.OrderApi";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
