using Shop.Proof.Audit;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// Customers keep coming while the shop is broken in every way that there is. Short by default; with SHOP_FAULTS=long each fault has half a
/// minute of load at 50 customers a second to itself.
/// </summary>
[Collection(nameof(FaultyShop))]
public sealed class FaultsUnderLoad(FaultyShop shop) : ShopTest(shop)
{
    [Fact]
    public Task Whatever_breaks_under_load_every_promise_is_kept() => EveryFault.KeepsEveryPromiseAsync(shop);
}

/// <summary>The same for the shop in one process.</summary>
[Collection(nameof(FaultyMonolith))]
public sealed class FaultsOfOneProcess(FaultyMonolith shop) : ShopTest(shop)
{
    private const int Buyers = 300;

    [Fact]
    public Task Whatever_breaks_under_load_every_promise_is_kept() => EveryFault.KeepsEveryPromiseAsync(shop);

    [Fact]
    public Task Of_many_buyers_one_gets_the_last_piece_although_the_shop_is_killed() => TheLastPieceUnderFire.IsSoldOnceAsync(shop, Buyers, FaultyMonolith.Monolith);
}

/// <summary>Every fault that there is for a shape: all in one run, or each by itself.</summary>
internal static class EveryFault
{
    private const int Seed = 20261128;
    private const double ShortRate = 10;
    private const double LongRate = 50;
    private static readonly TimeSpan LongWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongLead = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ShortLead = TimeSpan.FromSeconds(0.5);

    /// <summary>Fails where a promise was broken.</summary>
    /// <param name="shop">The shop.</param>
    public static async Task KeepsEveryPromiseAsync(BreakableShop shop)
    {
        var reports = Environment.GetEnvironmentVariable("SHOP_FAULTS") == "long" ? await OneByOneAsync(shop) : [await AllTogetherAsync(shop)];

        Console.WriteLine(CheckReport.Table(reports));
    }

    private static Task<CheckReport> AllTogetherAsync(BreakableShop shop) => FaultRun.RunAsync(shop, "all faults", ShortRate, Seed, async () =>
    {
        foreach (var fault in shop.Faults)
        {
            await Task.Delay(ShortLead);
            await fault.DoAsync(shop);
        }
    });

    private static async Task<IReadOnlyList<CheckReport>> OneByOneAsync(BreakableShop shop)
    {
        var reports = new List<CheckReport>();
        foreach (var fault in shop.Faults)
        {
            reports.Add(await FaultRun.RunAsync(shop, fault.Name, LongRate, Seed, async () =>
            {
                var window = Task.Delay(LongWindow);
                await Task.Delay(LongLead);
                await fault.DoAsync(shop);
                await window;
            }));
        }

        return reports;
    }
}
