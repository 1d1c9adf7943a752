using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>However many want the last piece, and whatever dies meanwhile, it is sold once.</summary>
[Collection(nameof(FaultyShop))]
public sealed class TheLastPieceUnderFire(FaultyShop shop) : ShopTest(shop)
{
    private const int Buyers = 1000;
    private const int AtOnce = 32;

    [Theory]
    [InlineData(FaultyShop.ProductApi)]
    [InlineData(FaultyShop.OrderApi)]
    [InlineData(FaultyShop.PaymentApi)]
    public Task Of_a_thousand_buyers_one_gets_it_although_a_part_of_the_shop_is_killed(string killed) => IsSoldOnceAsync(shop, Buyers, killed);

    /// <summary>Fails where a piece is sold twice or never.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="buyers">How many want it.</param>
    /// <param name="killed">What dies meanwhile.</param>
    internal static async Task IsSoldOnceAsync(BreakableShop shop, int buyers, string killed)
    {
        var product = await shop.NewProductAsync(stock: 1);
        var sold = 0;
        var buying = Parallel.ForEachAsync(
            Enumerable.Range(0, buyers), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) =>
            {
                if (await shop.BuyAsync([new(product.Id, 1)]) is not null) Interlocked.Increment(ref sold);
            });

        // At once: while the piece is being sold.
        await shop.KillAsync(killed);
        await shop.StartAgainAsync(killed);
        await buying;

        Assert.Equal(1, sold);
        Assert.Equal((1, 1), await shop.StockOfAsync(product.Id));
    }
}
