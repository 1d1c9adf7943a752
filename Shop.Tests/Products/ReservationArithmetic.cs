using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>
/// Whatever is reserved, committed, released and counted in whatever order: each answer, and the stock in the end, is what plain
/// arithmetic says.
/// </summary>
public sealed class ReservationArithmetic(ShopFixture shop) : ShopTest(shop, Part.Products)
{
    private const int Histories = 12;
    private const int ProductCount = 3;
    private const int OrderCount = 5;

    [Fact]
    public Task Every_history_of_reservations_ends_as_arithmetic_says()
    {
        var step = Gen.OneOf(
            from order in Gen.Choose(0, OrderCount - 1)
            from quantities in Gen.Choose(0, 4).ArrayOf(ProductCount)
            where quantities.Any(quantity => quantity > 0)
            select (Step)new Reserve(order, quantities),
            Gen.Choose(0, OrderCount - 1).Select(order => (Step)new Commit(order)),
            Gen.Choose(0, OrderCount - 1).Select(order => (Step)new Release(order)),
            from product in Gen.Choose(0, ProductCount - 1)
            from delta in Gen.Choose(-6, 6)
            where delta != 0
            select (Step)new Count(product, delta));
        var property = Prop.ForAll(step.NonEmptyListOf().ToArbitrary(), async history => await RunAsync([.. history]));

        // The library waits for each history on its own thread, which is not one that the test runner needs.
        return Task.Run(() => property.Check(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithEndSize(30)));
    }

    private async Task RunAsync(IReadOnlyList<Step> history)
    {
        var products = new int[ProductCount];
        for (var i = 0; i < ProductCount; i++) products[i] = (await Shop.NewProductAsync(stock: 10)).Id;
        var orders = Enumerable.Range(0, OrderCount).Select(_ => Guid.CreateVersion7()).ToArray();
        var model = new Model();

        foreach (var step in history)
        {
            using var response = step switch
            {
                Reserve(var order, var quantities) => await Shop.ReserveAsync(
                    orders[order], [.. quantities.Select((quantity, i) => new OrderLine(products[i], quantity)).Where(line => line.Quantity > 0)]),
                Commit(var order) => await Shop.CommitAsync(orders[order]),
                Release(var order) => await Shop.ReleaseAsync(orders[order]),
                Count(var product, var delta) => await Shop.AdjustAsync(products[product], delta),
                _ => throw new InvalidOperationException($"{step} is not known."),
            };
            Assert.Equal((step, model.Apply(step)), (step, response.StatusCode));
        }

        for (var i = 0; i < ProductCount; i++)
        {
            Assert.Equal((model.OnHand[i], model.Reserved[i]), await Shop.StockOfAsync(products[i]));
            // On hand and sold together are what came in: nothing is lost and nothing comes from nowhere.
            Assert.True(await Shop.ScalarAsync<bool>(
                "productdb",
                "SELECT p.on_hand + (SELECT coalesce(sum(quantity), 0) FROM product.reservation_lines WHERE product_id = p.id AND status = 'Committed') "
                + "= (SELECT sum(delta) FROM product.stock_adjustments WHERE product_id = p.id) FROM product.products p WHERE p.id = $1",
                products[i]));
        }
    }

    private abstract record Step;

    private sealed record Reserve(int Order, int[] Quantities) : Step
    {
        public override string ToString() => $"reserve {string.Join('/', Quantities)} for order {Order}";
    }

    private sealed record Commit(int Order) : Step;

    private sealed record Release(int Order) : Step;

    private sealed record Count(int Product, int Delta) : Step;

    /// <summary>The same rules once more, in as few words as possible.</summary>
    private sealed class Model
    {
        private readonly Dictionary<int, (string Status, int[] Quantities)> _orders = [];

        public int[] OnHand { get; } = [.. Enumerable.Repeat(10, ProductCount)];

        public int[] Reserved { get; } = new int[ProductCount];

        public HttpStatusCode Apply(Step step)
        {
            switch (step)
            {
                case Count(var product, var delta):
                    if (OnHand[product] + delta < Reserved[product]) return HttpStatusCode.Conflict;
                    OnHand[product] += delta;
                    return HttpStatusCode.OK;

                case Reserve(var order, var wanted):
                    if (_orders.TryGetValue(order, out var held))
                        return held.Status == "Reserved" && held.Quantities.SequenceEqual(wanted) ? HttpStatusCode.OK : HttpStatusCode.Conflict;
                    if (wanted.Where((quantity, i) => quantity > OnHand[i] - Reserved[i]).Any()) return HttpStatusCode.Conflict;
                    for (var i = 0; i < ProductCount; i++) Reserved[i] += wanted[i];
                    _orders[order] = ("Reserved", wanted);
                    return HttpStatusCode.OK;

                case Commit(var order):
                    return _orders.ContainsKey(order) ? Close(order, "Committed", HttpStatusCode.OK) : HttpStatusCode.NotFound;

                case Release(var order):
                    _orders.TryAdd(order, ("Released", new int[ProductCount]));
                    return Close(order, "Released", HttpStatusCode.NoContent);

                default:
                    throw new InvalidOperationException($"{step} is not known.");
            }
        }

        private HttpStatusCode Close(int order, string wanted, HttpStatusCode done)
        {
            var (status, quantities) = _orders[order];
            if (status != "Reserved") return status == wanted ? done : HttpStatusCode.Conflict;
            for (var i = 0; i < ProductCount; i++)
            {
                Reserved[i] -= quantities[i];
                if (wanted == "Committed") OnHand[i] -= quantities[i];
            }

            _orders[order] = (wanted, quantities);
            return done;
        }
    }
}
