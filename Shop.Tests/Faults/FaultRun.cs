using Shop.Proof.Audit;
using Shop.Proof.History;
using Shop.Proof.Judge;
using Shop.Proof.Load;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Faults;

/// <summary>
/// Customers keep coming while a shop is broken; afterwards three judge it: one who has only heard what the customers were told, one who holds
/// the books against that, and, where the shape is what the model describes, the monitors of the model.
/// </summary>
internal static class FaultRun
{
    /// <summary>Fails where a promise was broken.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="name">What is done to it.</param>
    /// <param name="customersPerSecond">How many come.</param>
    /// <param name="seed">Decides what they do; what they meet with depends on the machine.</param>
    /// <param name="breakAsync">Does it to the shop, and puts it together again.</param>
    /// <returns>What the books say.</returns>
    public static async Task<CheckReport> RunAsync(BreakableShop shop, string name, double customersPerSecond, int seed, Func<Task> breakAsync)
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, _) = await subscriber.SubscribeAsync(shop.Orders);
        try
        {
            return await RunAsync(shop, name, customersPerSecond, seed, breakAsync, () => subscriber.Heard);
        }
        finally
        {
            using var unsubscribed = await shop.Orders.DeleteAsync($"/webhooks/{subscription}");
        }
    }

    private static async Task<CheckReport> RunAsync(
        BreakableShop shop, string name, double customersPerSecond, int seed, Func<Task> breakAsync, Func<IReadOnlyList<HeardEvent>> heard)
    {
        var history = new ClientHistory();
        using var clients = shop.RecordedClients(history);
        await using (var crowd = await Crowd.StartAsync(clients, customersPerSecond, seed))
        {
            await breakAsync();
            await crowd.CloseAsync();
        }

        await shop.QuietAsync();
        await Crowd.LookBackAsync(clients, history);
        var (orders, unexplained) = ClientJudge.Judge(history.Exchanges);
        Assert.True(unexplained.Count == 0, $"{name}: of {orders} orders\n{string.Join('\n', unexplained)}");

        await using var databases = await shop.OpenDatabasesAsync();
        var books = await Books.ReadAsync(databases);
        var report = CheckReport.Of(name, books, Acknowledged.Of(history.Exchanges, heard));
        report.AssertClean();
        if (shop.IsModelled) await ModelReplay.AssertKeptAsync(books, history.Exchanges, heard());
        return report;
    }
}
