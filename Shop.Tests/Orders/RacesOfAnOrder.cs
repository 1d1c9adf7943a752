using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>Requests that exclude each other, at the same time: each race has one winner, and stock and money agree with it.</summary>
public class RacesOfAnOrder(ShopFixture shop) : ShopTest(shop)
{
    private const int Races = 12;

    [Fact]
    public async Task Cancel_against_confirm_is_won_by_the_cancellation()
    {
        var product = await Shop.NewProductAsync(stock: Races);

        await Task.WhenAll(Enumerable.Range(0, Races).Select(async race =>
        {
            var customer = $"race-{Guid.NewGuid():N}";
            // Some are confirmed before the cancellation finds them, some are still being paid.
            var placing = Shop.PlaceOrderAsync([new(product.Id, 1)], race % 2 == 0 ? "approve" : "fail-4-then-approve", customerId: customer);
            var order = await Shop.OnlyOrderOfAsync(customer);
            var cancelled = await Shop.CancelAsync(order.Id);
            using var placed = await placing;

            Assert.Equal(HttpStatusCode.OK, cancelled);
            Assert.True(placed.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict or HttpStatusCode.Accepted, $"Answered {placed.StatusCode}.");
            Assert.Equal("Cancelled", (await Shop.OrderAsync(order.Id)).GetProperty("status").GetString());
            Assert.Contains((await Shop.PaymentOfAsync(order.Id))?.Status, (string?[])[null, "Voided"]);
        }));

        Assert.Equal(Races, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task Cancel_against_ship_is_won_by_the_first_and_the_other_is_refused()
    {
        var product = await Shop.NewProductAsync(stock: Races);

        var shipped = await Task.WhenAll(Enumerable.Range(0, Races).Select(async race =>
        {
            var order = await Shop.ConfirmedOrderAsync(product.Id);
            var (cancelling, shipping) = race % 2 == 0 ? (Shop.CancelAsync(order.Id), Shop.ShipAsync(order.Id)) : Reversed(order.Id);
            var isShipped = await shipping == HttpStatusCode.OK;

            Assert.Equal(isShipped ? HttpStatusCode.Conflict : HttpStatusCode.OK, await cancelling);
            Assert.Equal(isShipped ? HttpStatusCode.OK : HttpStatusCode.Conflict, await shipping);
            Assert.Equal(isShipped ? "Shipped" : "Cancelled", (await Shop.OrderAsync(order.Id)).GetProperty("status").GetString());
            Assert.Equal(isShipped ? "Captured" : "Voided", (await Shop.PaymentOfAsync(order.Id))?.Status);
            return isShipped;
        }));

        Assert.Equal(Races - shipped.Count(each => each), await Shop.AvailableAsync(product.Id));

        (Task<HttpStatusCode> Cancelling, Task<HttpStatusCode> Shipping) Reversed(Guid orderId)
        {
            var shipping = Shop.ShipAsync(orderId);
            return (Shop.CancelAsync(orderId), shipping);
        }
    }

    [Fact]
    public async Task The_same_request_sent_twice_at_once_is_done_once_and_answered_twice()
    {
        var product = await Shop.NewProductAsync(stock: 10, price: 10m);
        var (shipped, cancelled) = (await Shop.ConfirmedOrderAsync(product.Id), await Shop.ConfirmedOrderAsync(product.Id));

        await BothAsync(() => Shop.ShipAsync(shipped.Id), HttpStatusCode.OK, HttpStatusCode.OK);
        await BothAsync(() => Shop.GiveBackAsync(shipped.Id, 4m, "twice"), HttpStatusCode.OK, HttpStatusCode.OK);
        await BothAsync(() => Shop.CancelAsync(cancelled.Id), HttpStatusCode.OK, HttpStatusCode.OK);

        Assert.Equal(4m, (await Shop.OrderAsync(shipped.Id)).GetProperty("refunded").GetDecimal());
        Assert.Equal("PartiallyRefunded", (await Shop.PaymentOfAsync(shipped.Id))?.Status);
        Assert.Equal(9, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task Of_two_refunds_at_once_that_exceed_the_total_together_one_is_paid()
    {
        var product = await Shop.NewProductAsync(stock: 10, price: 10m);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order.Id));

        var refund = 0;
        await BothAsync(() => Shop.GiveBackAsync(order.Id, 6m, $"refund-{refund++}"), HttpStatusCode.OK, HttpStatusCode.Conflict);

        Assert.Equal(6m, (await Shop.OrderAsync(order.Id)).GetProperty("refunded").GetDecimal());
    }

    [Fact]
    public async Task Two_refunds_at_once_within_the_total_are_both_paid()
    {
        var product = await Shop.NewProductAsync(stock: 10, price: 10m);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order.Id));

        var refund = 0;
        await BothAsync(() => Shop.GiveBackAsync(order.Id, 5m, $"refund-{refund++}"), HttpStatusCode.OK, HttpStatusCode.OK);

        Assert.Equal(10m, (await Shop.OrderAsync(order.Id)).GetProperty("refunded").GetDecimal());
        Assert.Equal("Refunded", (await Shop.PaymentOfAsync(order.Id))?.Status);
    }

    private static async Task BothAsync(Func<Task<HttpStatusCode>> send, params HttpStatusCode[] expected) =>
        Assert.Equal(expected.Order(), (await Task.WhenAll(send(), send())).Order());
}
