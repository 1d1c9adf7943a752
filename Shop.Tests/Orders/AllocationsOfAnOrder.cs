using System.Globalization;
using System.Net;
using Shop.Tests.Faults;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>
/// What a confirmed order costs in memory that has to be collected again: a bound against what creeps in. Counted over the whole process, which
/// is the test's own with its client in it, so nothing else runs meanwhile.
/// </summary>
[Collection(nameof(Alone))]
public sealed class AllocationsOfAnOrder(ShopFixture shop) : ShopTest(shop, Part.Orders)
{
    private const int Orders = 100;
    private const int Windows = 6;

    // As measured (128, 81 and 61), and a seventh more. Whoever makes an order cheaper lowers them.
    [Theory]
    [InlineData(ShapesOnWire.Services, 147)]
    [InlineData(ShapesOnWire.Steps, 94)]
    [InlineData(ShapesOnWire.OneTransaction, 70)]
    public async Task A_confirmed_order_allocates_no_more_than_it_did(string shape, int mostKilobytes)
    {
        await using var running = await ShapeOnWire.StartAsync(Shop, shape);
        var product = await running.NewProductAsync(stock: Orders * Windows);

        var cheapest = double.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var order = 0; order < Orders; order++)
            {
                using var placed = await running.PlaceAsync(product, string.Create(CultureInfo.InvariantCulture, $"{window}-{order}"));
                Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
            }

            // The cheapest window: whatever else the process does adds to the others.
            cheapest = Math.Min(cheapest, (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024d / Orders);
        }

        TestContext.Current.SendDiagnosticMessage("{0}: {1:0.0} kB an order", shape, cheapest);
        Assert.InRange(cheapest, 0, mostKilobytes);
    }
}
