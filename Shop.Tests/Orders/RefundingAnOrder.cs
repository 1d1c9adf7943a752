using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;
using Shop.Tests.Payments;

namespace Shop.Tests.Orders;

/// <summary>What an order gives back: each name once, nothing claimed that did not move, and nothing final while money is owed.</summary>
public class RefundingAnOrder(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task The_same_name_and_amount_is_the_same_refund_and_another_amount_is_a_conflict()
    {
        var order = await ShippedAsync(100m);

        using var first = await RefundAsync(order, new { amount = 10m, refundId = "r1" });
        using var again = await RefundAsync(order, new { amount = 10m, refundId = "r1" });
        using var other = await RefundAsync(order, new { amount = 25m, refundId = "r1" });
        using var rest = await RefundAsync(order, new { refundId = "r1" });

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [first.StatusCode, again.StatusCode]);
        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Conflict], [other.StatusCode, rest.StatusCode]);
        var problem = await ProblemView.ReadAsync(other);
        Assert.Equal(("/problems/refund-conflict", 10m), (problem.Type, problem.Document.GetProperty("amount").GetDecimal()));
        Assert.Equal("/problems/refund-conflict", (await ProblemView.ReadAsync(rest)).Type);
        Assert.Equal(10m, (await Shop.MoneyOfAsync(order)).Refunded);
    }

    [Fact]
    public async Task An_amount_without_a_name_is_refused_and_moves_nothing()
    {
        var order = await ShippedAsync(100m);

        using var response = await RefundAsync(order, new { amount = 10m });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["refundId"], (await ProblemView.ReadAsync(response)).Fields);
        Assert.Equal(0m, (await Shop.MoneyOfAsync(order)).Refunded);
    }

    [Fact]
    public async Task All_that_is_left_is_given_back_once_also_without_a_name_and_whatever_came_before()
    {
        var order = await ShippedAsync(100m);
        using var part = await RefundAsync(order, new { amount = 10m, refundId = "refund" });

        using var rest = await RefundAsync(order, new { });
        using var again = await RefundAsync(order, new { });

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [part.StatusCode, rest.StatusCode, again.StatusCode]);
        Assert.Equal(100m, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refunded").GetDecimal());
        Assert.Equal([10m, 90m], (await Shop.MoneyOfAsync(order)).Entries!.Where(entry => entry.Kind == "refund").Select(entry => entry.Amount));
    }

    [Fact]
    public async Task More_than_is_left_is_refused_with_what_is_left_and_not_as_a_state_of_the_order()
    {
        var order = await ShippedAsync(100m);

        using var response = await RefundAsync(order, new { amount = 100.01m, refundId = "r1" });

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Equal(("/problems/refund-exceeds-capture", 100m), (problem.Type, problem.Document.GetProperty("remaining").GetDecimal()));
    }

    [Theory]
    [InlineData(10.0, "r1")]
    [InlineData(null, "r1")]
    [InlineData(null, null)]
    public async Task A_refund_of_what_payments_have_given_back_already_is_refused_each_time_and_told(double? amount, string? refundId)
    {
        var order = await ShippedAsync(100m);
        using var direct = await Shop.RefundAsync(order, "direct", 95m);
        Assert.Equal(HttpStatusCode.OK, direct.StatusCode);

        for (var i = 0; i < 2; i++)
        {
            using var refused = await RefundAsync(order, new { amount, refundId });
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            var problem = await ProblemView.ReadAsync(refused);
            Assert.Equal(("/problems/refund-refused", "refund-exceeds-capture"), (problem.Type, problem.Document.GetProperty("reason").GetString()));
        }

        var after = await Shop.OrderAsync(order);
        Assert.Equal(0m, after.GetProperty("refunded").GetDecimal());
        Assert.All(after.GetProperty("refunds").EnumerateArray(), refund => Assert.Equal("Refused", refund.GetProperty("status").GetString()));
        var told = after.GetProperty("history").EnumerateArray().Last();
        Assert.Equal(("order.refund-refused", "refund-exceeds-capture"), (told.GetProperty("event").GetString(), told.GetProperty("reason").GetString()));
        Assert.Equal("Shipped", after.GetProperty("status").GetString());
        Assert.Equal(95m, (await Shop.MoneyOfAsync(order)).Refunded);
    }

    [Theory]
    [InlineData("cancellation")]
    [InlineData("refund")]
    [InlineData("rest-1")]
    public async Task A_cancelled_order_owes_no_money_whatever_part_was_given_back_under_whatever_name(string name)
    {
        var order = await ConfirmedAsync(18.70m);
        using var captured = await Shop.CaptureAsync(order);
        using var part = await Shop.RefundAsync(order, name, 0.01m);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [captured.StatusCode, part.StatusCode]);

        Assert.Equal(HttpStatusCode.OK, await Shop.CancelAsync(order));

        Assert.Equal("Cancelled", (await Shop.OrderAsync(order)).GetProperty("status").GetString());
        var money = await Shop.MoneyOfAsync(order);
        Assert.Equal(("Refunded", 18.70m, 18.70m), (money.Status, money.Captured, money.Refunded));
    }

    private async Task<Guid> ConfirmedAsync(decimal total)
    {
        var product = await Shop.NewProductAsync(stock: 1, price: total);
        return (await Shop.ConfirmedOrderAsync(product.Id)).Id;
    }

    private async Task<Guid> ShippedAsync(decimal total)
    {
        var order = await ConfirmedAsync(total);
        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order));
        return order;
    }

    private Task<HttpResponseMessage> RefundAsync(Guid order, object body) => Shop.Orders.PostAsJsonAsync($"/orders/{order}/refund", body);
}
