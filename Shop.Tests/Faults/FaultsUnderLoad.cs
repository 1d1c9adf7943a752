using Shop.Proof.Audit;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// Customers keep coming while the shop is broken in every way that there is. Short by default; with SHOP_FAULTS=long each fault has half a
/// minute of load at 50 customers a second to itself.
/// </summary>
/// <param name="shop">The shop, in any shape.</param>
public abstract class EveryFault(BreakableShop shop) : ShopTest(shop)
{
    private const int Seed = 20261128;
    private const double ShortRate = 10;
    private const double LongRate = 50;
    private static readonly TimeSpan LongWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongLead = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ShortLead = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task Whatever_breaks_under_load_every_promise_is_kept()
    {
        var reports = Environment.GetEnvironmentVariable("SHOP_FAULTS") == "long" ? await OneByOneAsync() : [await AllTogetherAsync()];

        Console.WriteLine(CheckReport.Table(reports));
    }

    private Task<CheckReport> AllTogetherAsync() => FaultRun.RunAsync(shop, "all faults", ShortRate, Seed, async () =>
    {
        foreach (var fault in shop.Faults)
        {
            await Task.Delay(ShortLead);
            await fault.DoAsync(shop);
        }
    });

    private async Task<IReadOnlyList<CheckReport>> OneByOneAsync()
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

/// <summary>At three services.</summary>
[Collection(nameof(FaultyShop))]
public sealed class FaultsUnderLoad(FaultyShop shop) : EveryFault(shop);

/// <summary>In one process.</summary>
[Collection(nameof(FaultyMonolith))]
public sealed class FaultsOfOneProcess(FaultyMonolith shop) : EveryFault(shop)
{
    private const int Buyers = 300;

    [Fact]
    public Task Of_many_buyers_one_gets_the_last_piece_although_the_shop_is_killed() => TheLastPieceUnderFire.IsSoldOnceAsync(shop, Buyers, FaultyMonolith.Monolith);
}
