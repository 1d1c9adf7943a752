using System.Globalization;
using Shop.Proof.Audit;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// Mixed load for a long time, with a fault every ten seconds that a seed chooses: every promise is kept, and nothing grows that should not.
/// Short by default; SHOP_LONG_RUN says for how many seconds, SHOP_SEED repeats the faults of another run.
/// </summary>
/// <param name="shop">The shop, in any shape.</param>
public abstract class Endurance(BreakableShop shop) : ShopTest(shop)
{
    private const double CustomersPerSecond = 10;
    private const int UsualSeed = 4711;
    private const double UsualSeconds = 12;
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenFaultsInShort = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Nothing_grows_and_every_promise_is_kept()
    {
        var isLong = double.TryParse(Environment.GetEnvironmentVariable("SHOP_LONG_RUN"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SHOP_SEED"), CultureInfo.InvariantCulture, out var chosen) ? chosen : isLong ? Random.Shared.Next() : UsualSeed;
        Say($"The faults of this run are chosen by seed {seed}.");
        var done = new List<string>();

        // Everything has been used once before it is measured: code is compiled, pools are full, tables have their pages.
        await FaultRun.RunAsync(shop, "warming up", CustomersPerSecond, seed, () => Task.Delay(BetweenFaultsInShort));
        var before = await Footprint.OfAsync(shop);
        var report = await FaultRun.RunAsync(shop, "a long run", CustomersPerSecond, seed, () => BreakAsync(
            new Random(seed), TimeSpan.FromSeconds(isLong ? seconds : UsualSeconds), isLong ? BetweenFaults : BetweenFaultsInShort, done));
        var after = await Footprint.OfAsync(shop);

        Say(CheckReport.Table([report]));
        Say($"{done.Count} faults: {string.Join(", ", done.CountBy(name => name).OrderBy(each => each.Key).Select(each => $"{each.Key} {each.Value}"))}");
        Say(Footprint.Table(before, after));
        Assert.NotEmpty(done);
        after.AssertNotAbove(before);
    }

    /// <summary>In the output of the test: what the test runner does not show, nobody sees.</summary>
    private static void Say(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    private async Task BreakAsync(Random dice, TimeSpan duration, TimeSpan pause, List<string> done)
    {
        var over = Task.Delay(duration);
        while (true)
        {
            if (await Task.WhenAny(over, Task.Delay(pause)) == over) return;
            var fault = shop.Faults[dice.Next(shop.Faults.Count)];
            await fault.DoAsync(shop);
            done.Add(fault.Name);
        }
    }
}

/// <summary>At three services.</summary>
[Collection(nameof(FaultyShop))]
public sealed class LongRun(FaultyShop shop) : Endurance(shop);

/// <summary>In one process.</summary>
[Collection(nameof(FaultyMonolith))]
public sealed class LongRunOfOneProcess(FaultyMonolith shop) : Endurance(shop);
