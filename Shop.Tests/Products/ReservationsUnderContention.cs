using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>Many orders at once for the same few goods.</summary>
public sealed class ReservationsUnderContention(ShopFixture shop) : ShopTest(shop, Part.Products)
{
    private const int Clients = 64;

    [Fact]
    public async Task With_stock_for_half_of_the_orders_exactly_half_of_them_get_it()
    {
        const int ordersPerClient = 10;
        const int linesPerOrder = 5;
        var products = await NewProductsAsync(10, stock: Clients * ordersPerClient * linesPerOrder / 10 / 2);

        // Each order wants five of the ten products, in an order of its own: whoever locks them as they come deadlocks here.
        var statuses = await FromManyClientsAsync(async client =>
        {
            var dice = new Random(client);
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < ordersPerClient; i++)
            {
                var start = (client + i) % 2 * linesPerOrder;
                var lines = products.Skip(start).Take(linesPerOrder).Select(id => new OrderLine(id, 1)).ToArray();
                dice.Shuffle(lines);
                using var response = await Shop.ReserveAsync(Guid.CreateVersion7(), lines);
                answers.Add(response.StatusCode);
            }

            return answers;
        });

        Assert.Equal(Clients * ordersPerClient / 2, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(Clients * ordersPerClient / 2, statuses.Count(status => status == HttpStatusCode.Conflict));
        foreach (var product in products)
        {
            var (onHand, reserved) = await Shop.StockOfAsync(product);
            Assert.Equal(onHand, reserved);
        }
    }

    [Fact]
    public async Task The_same_order_sent_by_many_clients_at_once_is_reserved_once()
    {
        var product = (await NewProductsAsync(1, stock: 100))[0];
        var orderId = Guid.CreateVersion7();

        var statuses = await FromManyClientsAsync(async _ =>
        {
            using var response = await Shop.ReserveAsync(orderId, new OrderLine(product, 3));
            return [response.StatusCode];
        });

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal((100, 3), await Shop.StockOfAsync(product));
    }

    [Fact]
    public async Task Commit_against_release_has_one_winner_and_the_stock_agrees_with_it()
    {
        var product = (await NewProductsAsync(1, stock: 100))[0];
        var orders = new List<Guid>();
        for (var i = 0; i < 16; i++) orders.Add(await Shop.ReservedAsync(new OrderLine(product, 2)));

        var committed = await Task.WhenAll(orders.Select(async orderId =>
        {
            var (commit, release) = (Shop.CommitAsync(orderId), Shop.ReleaseAsync(orderId));
            using var commitAnswer = await commit;
            using var releaseAnswer = await release;
            Assert.Contains(
                (commitAnswer.StatusCode, releaseAnswer.StatusCode),
                new[] { (HttpStatusCode.OK, HttpStatusCode.Conflict), (HttpStatusCode.Conflict, HttpStatusCode.NoContent) });
            return commitAnswer.StatusCode == HttpStatusCode.OK;
        }));

        Assert.Equal((100 - (2 * committed.Count(won => won)), 0), await Shop.StockOfAsync(product));
    }

    private async Task<int[]> NewProductsAsync(int count, int stock)
    {
        var products = new List<int>();
        for (var i = 0; i < count; i++) products.Add((await Shop.NewProductAsync(stock)).Id);
        return [.. products];
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> FromManyClientsAsync(Func<int, Task<IReadOnlyList<HttpStatusCode>>> client)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client));
        return [.. answers.SelectMany(each => each)];
    }
}
