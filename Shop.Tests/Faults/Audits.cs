using Shop.Proof.Audit;
using Shop.Proof.History;
using Shop.Proof.Load;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>What the tests of faults ask of <c>Shop.Proof</c>.</summary>
internal static class Audits
{
    /// <summary>Waits until nothing is under way in a shop.</summary>
    /// <param name="shop">The shop.</param>
    public static async Task QuietAsync(this BreakableShop shop)
    {
        await using var databases = await shop.OpenDatabasesAsync();
        await Quiet.WaitAsync(databases);
    }

    /// <summary>Reads the books of a shop and holds them against what its clients know.</summary>
    /// <param name="shop">The shop; nothing is under way in it any more.</param>
    /// <param name="name">What had been done to the shop.</param>
    /// <param name="acknowledged">What clients know.</param>
    public static async Task<CheckReport> AuditAsync(this BreakableShop shop, string name, Acknowledged acknowledged)
    {
        await using var databases = await shop.OpenDatabasesAsync();
        return await CheckReport.OfAsync(name, databases, acknowledged);
    }

    /// <summary>Fails with what was found, unless nothing was.</summary>
    /// <param name="report">The report.</param>
    public static void AssertClean(this CheckReport report) => Assert.True(report.IsClean, report.ToString());

    /// <summary>Clients of a shop that write down what they do and are told.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="history">Where it is written down.</param>
    public static ShopClients RecordedClients(this BreakableShop shop, ClientHistory history)
    {
        return new(Recorded(shop.Products.BaseAddress!), Recorded(shop.OrdersAddress), Recorded(shop.Payments.BaseAddress!));

        HttpClient Recorded(Uri address) => Credentials.NewClient(address, new RecordingHandler(history));
    }
}
