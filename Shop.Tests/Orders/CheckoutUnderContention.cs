using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>Many customers at once for the same few goods.</summary>
public sealed class CheckoutUnderContention(ShopFixture shop) : ShopTest(shop)
{
    private const int Clients = 64;
    private const int OrdersPerClient = 2;
    private const int Products = 10;
    private const int LinesPerOrder = 5;
    private const int Orders = Clients * OrdersPerClient;

    [Fact]
    public async Task With_stock_for_half_of_the_orders_exactly_half_of_them_are_confirmed()
    {
        var products = new int[Products];
        for (var i = 0; i < Products; i++) products[i] = (await Shop.NewProductAsync(stock: Orders * LinesPerOrder / Products / 2)).Id;

        // Each order wants one half of the products, in an order of its own: whoever locks them as they come deadlocks here.
        var statuses = (await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var dice = new Random(client);
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < OrdersPerClient; i++)
            {
                var lines = products.Skip((client + i) % 2 * LinesPerOrder).Take(LinesPerOrder).Select(id => new OrderLine(id, 1)).ToArray();
                dice.Shuffle(lines);
                answers.Add(await OrderAsync(lines));
            }

            return answers;
        }))).SelectMany(each => each).ToList();

        Assert.Equal(Orders / 2, statuses.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(Orders / 2, statuses.Count(status => status == HttpStatusCode.Conflict));
        foreach (var product in products)
        {
            var (onHand, reserved) = await Shop.StockOfAsync(product);
            Assert.Equal(onHand, reserved);
        }
    }

    /// <summary>On a slow machine a step may take too long: the same request is then sent until it is answered for good.</summary>
    private async Task<HttpStatusCode> OrderAsync(OrderLine[] lines)
    {
        var key = Guid.CreateVersion7().ToString();
        return await Eventually.BecomesAsync(
            "an order to be answered for good",
            async () =>
            {
                using var response = await Shop.PlaceOrderAsync(lines, key: key);
                return response.StatusCode;
            },
            status => status is not (HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable), TimeSpan.FromSeconds(60));
    }
}
