using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Testing;
using Shop.Proof.Audit;
using Shop.Tests.Hosting;
using Shop.Tests.Payments;

namespace Shop.Tests.Faults;

/// <summary>Clients that reset their connections while payments work for them, and payments that die meanwhile.</summary>
[Collection(nameof(FaultyShop))]
public sealed class HangingUp(FaultyShop shop) : ShopTest(shop)
{
    private const int OrdersOfAKind = 12;
    private const int LongestWaitInMilliseconds = 12;
    private const int Seed = 11;

    private static readonly string[] Kinds = ["capture", "void", "refund"];

    [Fact]
    public async Task Nobody_has_to_come_again_for_the_ledger_to_say_what_the_gateway_did()
    {
        var orders = new List<(Guid Id, string Kind)>();
        foreach (var kind in Kinds)
        {
            for (var i = 0; i < OrdersOfAKind; i++) orders.Add((kind == "refund" ? await Shop.CapturedAsync(10m) : await Shop.AuthorizedAsync(10m), kind));
        }

        var dice = new Random(Seed);
        dice.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(orders));
        var address = Shop.App.GetEndpoint(FaultyShop.PaymentApi, "http");
        var half = orders.Count / 2;
        foreach (var (id, kind) in orders[..half]) await HangUpAsync(address, id, kind, dice.Next(LongestWaitInMilliseconds));
        var rest = orders[half..].Select(order => HangUpAsync(address, order.Id, order.Kind, dice.Next(LongestWaitInMilliseconds))).ToArray();
        await shop.KillAsync(FaultyShop.PaymentApi);
        await Task.WhenAll(rest);
        await shop.StartAgainAsync(FaultyShop.PaymentApi);

        await shop.QuietAsync();
        var report = await shop.AuditAsync("hanging up", new Acknowledged());
        Assert.True(report.Count(Invariant.LedgerUnlikeGateway) == 0 && report.Count(Invariant.LedgerWrong) == 0, CheckReport.Table([report]));

        // No order of the shop is behind this money: whoever checks the books after this would miss one.
        foreach (var (id, _) in orders) await GiveBackAsync(id);
    }

    private static async Task HangUpAsync(Uri address, Guid order, string kind, int milliseconds)
    {
        try
        {
            await RudeClient.HangUpAsync(
                address, HttpMethod.Post, $"/payments/{order}/{kind}", kind == "refund" ? "{\"refundId\":\"r1\",\"amount\":4.00}" : "{}",
                TimeSpan.FromMilliseconds(milliseconds));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Payments are dead already.
        }
    }

    private async Task GiveBackAsync(Guid order)
    {
        using var voided = await Shop.VoidAsync(order);
        if (voided.StatusCode == HttpStatusCode.OK) return;
        using var refunded = await Shop.RefundAsync(order);
        Assert.Equal(HttpStatusCode.OK, refunded.StatusCode);
    }
}
