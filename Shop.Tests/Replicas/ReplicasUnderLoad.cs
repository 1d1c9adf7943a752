using System.Collections.Concurrent;
using Shop.Proof.Audit;
using Shop.Tests.Faults;
using Shop.Tests.Hosting;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Replicas;

/// <summary>Many replicas of each service behave as one, while customers come and replicas die.</summary>
/// <param name="shop">Three replicas of each.</param>
public sealed class ReplicasUnderLoad(ReplicatedShop shop) : ShopTest(shop), IClassFixture<ReplicatedShop>
{
    private const int Seed = 20261129;
    private const double CustomersPerSecond = 10;
    private const int Kills = 6;
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AnswerTakes = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Whichever_of_them_is_killed_every_promise_is_kept_and_no_delivery_is_made_by_two_at_once()
    {
        var underWay = new ConcurrentDictionary<(Guid, int), int>();
        var twice = new ConcurrentQueue<string>();
        await using var slow = await WebhookReceiver.StartAsync(async message =>
        {
            var delivery = (message.OrderId, message.Version);
            if (underWay.AddOrUpdate(delivery, 1, (_, count) => count + 1) > 1) twice.Enqueue(message.Id);
            await Task.Delay(AnswerTakes);
            underWay.AddOrUpdate(delivery, 0, (_, count) => count - 1);
            return 200;
        });
        await slow.SubscribeAsync(shop.Orders);
        var dice = new Random(Seed);
        var killed = new List<string>();

        var report = await FaultRun.RunAsync(shop, "replicas killed", CustomersPerSecond, Seed, async () =>
        {
            while (killed.Count < Kills)
            {
                await Task.Delay(BetweenKills);
                killed.Add(await shop.KillOneAsync(dice));
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{CheckReport.Table([report])}\nkilled: {string.Join(", ", killed)}");
        Assert.Empty(twice);
        Assert.NotEmpty(slow.Heard);
    }

    [Fact]
    public async Task Having_started_together_they_have_filled_the_catalogue_once()
    {
        Assert.Equal(1, await Shop.ScalarAsync<long>("productdb", "SELECT count(DISTINCT adjusted_at) FROM product.stock_adjustments WHERE reason = 'Opening stock'"));
        Assert.Equal(0, await Shop.ScalarAsync<long>("productdb", "SELECT count(*) FROM (SELECT FROM product.products WHERE category <> 'Tests' GROUP BY name, category HAVING count(*) > 1) twice"));
    }

    [Theory]
    [InlineData("orderdb", "orders", 3)]
    [InlineData("productdb", "product", 2)]
    [InlineData("paymentdb", "payment", 1)]
    public async Task Having_started_together_they_have_migrated_once(string database, string schema, long migrations)
    {
        // In one transaction by one of them: the times are that transaction's.
        Assert.Equal(migrations, await Shop.ScalarAsync<long>(database, $"SELECT count(*) FROM {schema}.migrations"));
        Assert.Equal(1, await Shop.ScalarAsync<long>(database, $"SELECT count(DISTINCT applied_at) FROM {schema}.migrations"));
    }
}
