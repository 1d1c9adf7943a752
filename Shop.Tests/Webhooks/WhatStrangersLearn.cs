using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>What subscribers learn of the shop and of what it can reach, and what others learn of them: no more than they need.</summary>
public sealed class WhatStrangersLearn(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task Whether_a_port_is_open_cannot_be_told_from_what_a_test_call_says()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var refusing = $"http://{closed.LocalEndpoint}/";
        closed.Stop();
        await using var open = new RawReceiver(Encoding.ASCII.GetBytes("220 mail.example.org ESMTP\r\n"));

        var said = await Task.WhenAll(ErrorOfPingAsync(refusing), ErrorOfPingAsync(open.Address), ErrorOfPingAsync("http://no-such-host.invalid/"));

        Assert.Single(said.Distinct());
        Assert.NotNull(said[0]);
    }

    [Fact]
    public async Task A_stranger_is_not_told_of_our_traces()
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, _) = await subscriber.SubscribeAsync(Shop.Orders);

        using var traced = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{subscription}/ping")
        {
            Headers = { { "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" } },
        };
        using var answer = await Shop.Orders.SendAsync(traced);

        Assert.Equal("", Assert.Single(subscriber.Calls).TraceParent);
        await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
    }

    [Fact]
    public async Task A_key_in_an_address_is_sent_to_its_owner_and_shown_to_nobody()
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        using var created = await Shop.Orders.PostAsJsonAsync("/webhooks", new { url = subscriber.Address + "?key=hush-hush" });
        var shown = await created.Content.ReadAsStringAsync();
        var subscription = JsonElement.Parse(shown).GetProperty("id").GetGuid();

        using var ping = await Shop.Orders.PostAsync($"/webhooks/{subscription}/ping", null);

        Assert.Equal("?key=hush-hush", Assert.Single(subscriber.Calls).Query);
        foreach (var text in (string[])[shown, await Shop.Orders.GetStringAsync("/webhooks"), await Shop.Orders.GetStringAsync($"/webhooks/{subscription}")])
        {
            Assert.Contains($"{subscriber.Address}?***", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        }

        await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
    }

    private async Task<string?> ErrorOfPingAsync(string address)
    {
        using var created = await Shop.Orders.PostAsJsonAsync("/webhooks", new { url = address });
        var subscription = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var pinged = await Shop.Orders.PostAsync($"/webhooks/{subscription}/ping", null);
        await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
        return (await pinged.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString();
    }
}
