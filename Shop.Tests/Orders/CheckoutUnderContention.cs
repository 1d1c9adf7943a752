using System.Collections.Concurrent;
using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>Many customers at once for the same few goods.</summary>
public class CheckoutUnderContention(ShopFixture shop) : ShopTest(shop)
{
    private const int AtOnce = 64;

    [Fact]
    public async Task With_stock_for_half_of_the_orders_exactly_half_of_them_are_confirmed()
    {
        const int orders = 128, linesOfEach = 5, products = 10;
        var ids = new int[products];
        for (var i = 0; i < products; i++) ids[i] = (await Shop.NewProductAsync(stock: orders * linesOfEach / products / 2)).Id;
        var confirmed = 0;

        // Each order wants one half of the products, in an order of its own: whoever locks them as they come deadlocks here.
        await ManyAsync(orders, async order =>
        {
            var lines = ids.Skip(order % 2 * linesOfEach).Take(linesOfEach).Select(id => new OrderLine(id, 1)).ToArray();
            new Random(order).Shuffle(lines);
            if (await Shop.BuyAsync(lines) is not null) Interlocked.Increment(ref confirmed);
        });

        Assert.Equal(orders / 2, confirmed);
        foreach (var product in ids)
        {
            var (onHand, reserved) = await Shop.StockOfAsync(product);
            Assert.Equal(onHand, reserved);
        }
    }

    [Fact]
    public async Task Of_a_thousand_buyers_of_the_last_piece_one_gets_it()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        var sold = new ConcurrentBag<OrderView>();

        await ManyAsync(1000, async _ =>
        {
            if (await Shop.BuyAsync([new(product.Id, 1)]) is { } order) sold.Add(order);
        });

        Assert.Equal("Authorized", (await Shop.PaymentOfAsync(Assert.Single(sold).Id))?.Status);
        Assert.Equal((1, 1), await Shop.StockOfAsync(product.Id));
    }

    [Fact]
    public async Task A_thousand_mixed_carts_some_of_them_called_off_never_hold_more_than_there_is()
    {
        const int pieces = 100;
        int[] products = [(await Shop.NewProductAsync(pieces)).Id, (await Shop.NewProductAsync(pieces)).Id];
        var held = new ConcurrentBag<OrderLine>();
        var calledOff = 0;

        await ManyAsync(1000, async buyer =>
        {
            var dice = new Random(buyer);
            OrderLine[] cart = dice.Next(3) switch
            {
                0 => [new(products[0], dice.Next(1, 3))],
                1 => [new(products[1], dice.Next(1, 3))],
                _ => [new(products[0], 1), new(products[1], 1)],
            };
            if (await Shop.BuyAsync(cart) is not { } order) return;
            if (dice.Next(3) != 0)
            {
                foreach (var line in cart) held.Add(line);
                return;
            }

            await Eventually.BecomesAsync(
                "an order to be cancelled",
                async () =>
                {
                    using var cancelled = await Shop.Orders.PostAsync($"/orders/{order.Id}/cancel", null);
                    return cancelled.StatusCode;
                },
                status => status == HttpStatusCode.OK);
            Interlocked.Increment(ref calledOff);
        });

        Assert.NotEqual(0, calledOff);
        for (var i = 0; i < products.Length; i++)
        {
            var sold = held.Where(line => line.ProductId == products[i]).Sum(line => line.Quantity);
            Assert.InRange(sold, 1, pieces);
            Assert.Equal((pieces, sold), await Shop.StockOfAsync(products[i]));
        }
    }

    private static Task ManyAsync(int buyers, Func<int, Task> buyAsync) => Parallel.ForEachAsync(
        Enumerable.Range(0, buyers), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (buyer, _) => await buyAsync(buyer));
}
