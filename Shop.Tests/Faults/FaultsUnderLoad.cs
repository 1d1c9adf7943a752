using Shop.Proof.Audit;
using Shop.Proof.History;
using Shop.Proof.Judge;
using Shop.Proof.Load;
using Shop.Tests.Hosting;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Faults;

/// <summary>
/// Customers keep coming while the shop is broken in every way that there is; afterwards three judge it: one who has only heard what the
/// customers were told, one who holds the books against that, and the monitors of the model. Short by default; with SHOP_FAULTS=long each fault has half a minute of load at 50 customers a second to itself.
/// </summary>
[Collection(nameof(FaultyShop))]
public sealed class FaultsUnderLoad(FaultyShop shop) : ShopTest(shop)
{
    private const double ShortRate = 10;
    private const double LongRate = 50;
    private static readonly TimeSpan LongWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongLead = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ShortLead = TimeSpan.FromSeconds(0.5);

    /// <summary>Decides what the customers do; what they meet with depends on the machine.</summary>
    private const int Seed = 20261128;

    private static bool IsLong => Environment.GetEnvironmentVariable("SHOP_FAULTS") == "long";

    [Fact]
    public async Task Whatever_breaks_under_load_every_promise_is_kept()
    {
        var reports = IsLong ? await OneByOneAsync() : [await AllTogetherAsync()];

        TestContext.Current.TestOutputHelper?.WriteLine(CheckReport.Table(reports));
        foreach (var report in reports) report.AssertClean();
    }

    private async Task<CheckReport> AllTogetherAsync() => await RunAsync("all faults", ShortRate, async () =>
    {
        foreach (var fault in Fault.All)
        {
            await Task.Delay(ShortLead);
            await fault.DoAsync(shop);
        }
    });

    private async Task<IReadOnlyList<CheckReport>> OneByOneAsync()
    {
        var reports = new List<CheckReport>();
        foreach (var fault in Fault.All)
        {
            reports.Add(await RunAsync(fault.Name, LongRate, async () =>
            {
                var window = Task.Delay(LongWindow);
                await Task.Delay(LongLead);
                await fault.DoAsync(shop);
                await window;
            }));
        }

        return reports;
    }

    private async Task<CheckReport> RunAsync(string name, double customersPerSecond, Func<Task> breakAsync)
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, _) = await subscriber.SubscribeAsync(Shop.Orders);
        var history = new ClientHistory();
        using var clients = shop.RecordedClients(shop.OrdersThroughWire, history);
        await using (var crowd = await Crowd.StartAsync(clients, customersPerSecond, Seed))
        {
            await breakAsync();
            await crowd.CloseAsync();
        }

        await shop.QuietAsync();
        await Crowd.LookBackAsync(clients, history);
        var (orders, unexplained) = ClientJudge.Judge(history.Exchanges);
        Assert.True(unexplained.Count == 0, $"{name}: of {orders} orders\n{string.Join('\n', unexplained)}");

        await using var databases = await shop.OpenDatabasesAsync();
        var report = await CheckReport.OfAsync(name, databases, Acknowledged.Of(history.Exchanges, () => subscriber.Heard));
        await ModelReplay.AssertKeptAsync(await Books.ReadAsync(databases), history.Exchanges, subscriber.Heard);
        using var unsubscribed = await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
        return report;
    }
}
